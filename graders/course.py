"""A course folder: its paths, its configuration, its gradebook. Nothing is graded here."""

import os
import sys
from pathlib import Path

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config, PyFileConfigLoader

from graders.execute.preprocessor import Execute
from graders.intake.candidates import belongs, strays
from graders.notebook.exercises import exercises_of, imports_of, read_notebook

CONFIG = "nbgrader_config.py"


class CourseError(Exception):
    """The course cannot do what it was asked; the message says why and what to do."""


class Course:
    """A course folder, the one with nbgrader_config.py.

    Raises
    ------
    CourseError
        If there is no such file.
    """

    def __init__(self, root: Path):
        self.root = root.resolve()
        if not (self.root / CONFIG).is_file():
            raise CourseError(f"{self.root} is not a course: it has no {CONFIG}")
        # nbgrader calls `alembic` by name; this environment may not be activated.
        programs = str(Path(sys.executable).parent)
        if programs not in os.environ["PATH"].split(os.pathsep):
            os.environ["PATH"] = os.pathsep.join([programs, os.environ["PATH"]])
        self.config = Config(PyFileConfigLoader(CONFIG, path=str(self.root)).load_config())
        self.config.CourseDirectory.root = str(self.root)
        self.directory = CourseDirectory(config=self.config)

    def folder(self, step: str, student: str, assignment: str) -> Path:
        """Return a folder of nbgrader's, such as ``submitted/STUDENT/ASSIGNMENT``."""
        directory = getattr(self.directory, f"{step}_directory")
        return Path(self.directory.format_path(directory, student, assignment))

    def notebooks(self, step: str, assignment: str) -> list[Path]:
        """Return the notebooks of an assignment in ``source`` or ``release``."""
        return sorted(self.folder(step, ".", assignment).glob("*.ipynb"))

    def check(self, assignment: str) -> None:
        """Make sure that an assignment can be graded.

        Raises
        ------
        CourseError
            If it is unknown, not released, or not in the gradebook.
        """
        if not self.folder("source", ".", assignment).is_dir():
            known = sorted(path.parent.name for path in self.root.glob("source/*/*.ipynb"))
            names = ", ".join(known) or "none"
            raise CourseError(
                f"there is no assignment {assignment!r} in source/; there are: {names}"
            )
        if not self.notebooks("source", assignment):
            raise CourseError(f"source/{assignment} has no notebook")
        if not self.notebooks("release", assignment):
            raise CourseError(
                f"{assignment} is not released: run `nbgrader generate_assignment {assignment}`"
            )
        with self.gradebook() as gradebook:
            try:
                gradebook.find_assignment(assignment)
            except MissingEntry:
                raise CourseError(
                    f"{assignment} is not in the gradebook: "
                    f"run `nbgrader generate_assignment {assignment} --force`"
                ) from None

    def notebook(self, assignment: str) -> Path:
        """Return the instructor's notebook of an assignment.

        Raises
        ------
        CourseError
            If there is none, or more than one.
        """
        found = self.notebooks("source", assignment)
        if len(found) != 1:
            raise CourseError(f"source/{assignment} has {len(found)} notebooks, not one")
        return found[0]

    def released(self, assignment: str) -> Path:
        """Return the released notebook of an assignment that `check` finds no fault with.

        Raises
        ------
        CourseError
            If there is more than one.
        """
        found = self.notebooks("release", assignment)
        if len(found) > 1:
            raise CourseError(
                f"release/{assignment} has {len(found)} notebooks, one is expected: "
                f"use `nbgrader autograde {assignment}`"
            )
        return found[0]

    def absent_data(self, assignment: str) -> dict[str, str]:
        """Return the folders of `c.Execute.data` that released files name and that do not exist.

        Tests then use what those files put in their place.
        """
        execution = self.execution
        there = execution.settings.folders()
        released = b"".join(released_files(self.folder("release", ".", assignment)).values())
        return {
            name: folder
            for name, folder in execution.data.items()
            if name not in there and name.encode() in released
        }

    def imports(self, assignment: str) -> list[str]:
        """Return the modules that the instructor's notebook and the released files import.

        A student's process has them from the start; what else is imported takes its time.
        """
        notebooks = map(read_notebook, self.notebooks("source", assignment))
        return imports_of(notebooks, self.folder("release", ".", assignment))

    def gradebook(self) -> Gradebook:
        """Open the gradebook."""
        return Gradebook(self.directory.db_url, self.directory.course_id)

    def students(self, assignment: str) -> list[str]:
        """Return who handed in something, in order; it may lie beside the assignment's folder."""
        exercises = {
            exercise.name
            for path in self.notebooks("release", assignment)
            for exercise in exercises_of(read_notebook(path))
        }
        return [
            student
            for student in self._everybody(assignment)
            if (folder := self.folder("submitted", student, assignment)).is_dir()
            or any(belongs(p, assignment, exercises) for p in strays(folder.parent, assignment))
        ]

    def absent(self, assignment: str) -> list[str]:
        """Return who has a folder among the submissions, and handed in nothing of an assignment."""
        there = set(self.students(assignment))
        return [student for student in self._everybody(assignment) if student not in there]

    def _everybody(self, assignment: str) -> list[str]:
        submitted = self.folder("submitted", "*", assignment).parent.parent
        found = submitted.iterdir() if submitted.is_dir() else ()
        return sorted(p.name for p in found if p.is_dir() and not p.name.startswith("."))

    @property
    def execution(self) -> Execute:
        """How submissions are executed, as configured."""
        return Execute(config=self.config)


def released_files(folder: Path) -> dict[str, bytes]:
    """Return the files of an assignment's folder that students' processes find, by their paths."""
    found = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        hidden = any(part.startswith((".", "__pycache__")) for part in name.parts)
        if path.is_file() and not path.is_symlink() and not hidden and path.suffix != ".ipynb":
            found[str(name)] = path.read_bytes()
    return found
