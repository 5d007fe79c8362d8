"""A course folder: its paths, its configuration, its gradebook. Nothing is graded here."""

import os
import sys
from contextlib import AbstractContextManager, suppress
from datetime import timedelta
from pathlib import Path

from nbgrader.api import Gradebook, MissingEntry, Student
from nbgrader.coursedir import CourseDirectory
from sqlalchemy.engine import make_url
from traitlets.config import Config, PyFileConfigLoader

from graders.execute.preprocessor import Execute
from graders.execute.sandbox import Template, shared_template
from graders.files import locked, released_files
from graders.intake.candidates import belongs, strays
from graders.names import fault_of_assignment, fault_of_student, look_alikes, shown_name
from graders.notebook.exercises import (
    INSIDE,
    exercises_of,
    grade_id,
    imports_of,
    is_test,
    read_notebook,
    where_tests_run,
)
from graders.notebook.structure import is_to_be_made
from graders.record import converters, extensions

CONFIG = "nbgrader_config.py"

# Where a course keeps its reports.
REPORTS = "reports"
# Who holds the lock on it changes grades.
RECORDING = ".graders/recording"


class CourseError(Exception):
    """The course cannot do what it was asked; the message says why and what to do."""


def check_place(root: Path) -> None:
    """Make sure that a gradebook in a folder can be opened.

    Raises
    ------
    CourseError
        If the folder has a name with which that is not so.
    """
    file = f"{root}/gradebook.db"
    if not file.isprintable() or make_url(f"sqlite:///{file}").database != file:
        raise CourseError(
            f"no gradebook can be opened in {shown_name(str(root))!r}: its name has signs "
            "with a meaning in the address of a database (such as ? or %20), that cannot be "
            "seen, or that are not UTF-8. Give the folder another name"
        )


class Course:
    """A course folder, the one with nbgrader_config.py.

    Raises
    ------
    CourseError
        If there is no such file, or the folder has a name with which no gradebook can be opened.
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
        self._check_database()

    def _check_database(self) -> None:
        """Make sure that the gradebook beside the course is the one that its address leads to."""
        if self.directory.db_url == f"sqlite:///{self.root}/gradebook.db":
            check_place(self.root)

    def folder(self, step: str, student: str, assignment: str) -> Path:
        """Return a folder of nbgrader's, such as ``submitted/STUDENT/ASSIGNMENT``."""
        directory = getattr(self.directory, f"{step}_directory")
        return Path(self.directory.format_path(directory, student, assignment))

    def notebooks(self, step: str, assignment: str) -> list[Path]:
        """Return the notebooks of an assignment in ``source`` or ``release``."""
        return sorted(self.folder(step, ".", assignment).glob("*.ipynb"))

    def _check_source(self, assignment: str) -> None:
        _check_name(assignment)
        if not self.folder("source", ".", assignment).is_dir():
            names = ", ".join(self.assignments()) or "none"
            raise CourseError(
                f"there is no assignment {assignment!r} in source/; there are: {names}"
            )
        if not self.notebooks("source", assignment):
            raise CourseError(f"source/{assignment} has no notebook")

    def check(self, assignment: str) -> None:
        """Make sure that an assignment can be graded.

        Raises
        ------
        CourseError
            If it is unknown, not released, not in the gradebook, or none by its name.
        """
        self._check_source(assignment)
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

    def assignments(self) -> list[str]:
        """Return the assignments in ``source``."""
        return sorted({path.parent.name for path in self.root.glob("source/*/*.ipynb")})

    def release(self, assignment: str) -> None:
        """Do what ``nbgrader generate_assignment`` does, whatever the folders are called.

        Raises
        ------
        CourseError
            If there is no such assignment, or nbgrader does not release it.
        """
        self._check_source(assignment)
        if reason := converters.release(self.directory, self.config, assignment):
            reason = reason.removeprefix("not released: ")
            raise CourseError(f"{assignment!r} is not released: {reason}")

    def notebook(self, assignment: str) -> Path:
        """Return the instructor's notebook of an assignment.

        Raises
        ------
        CourseError
            If there is none, or more than one.
        """
        _check_name(assignment)
        found = self.notebooks("source", assignment)
        if len(found) != 1:
            raise CourseError(f"source/{assignment} has {len(found)} notebooks, not one")
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
        return imports_of(notebooks, released_files(self.folder("release", ".", assignment)))

    def template(self, assignment: str) -> Template:
        """Return what processes that grade an assignment are forked from, in this process.

        Raises
        ------
        graders.execute.sandbox.SandboxUnavailable
            If student code cannot be isolated on this machine.
        """
        allow_unsafe = self.execution.allow_unsafe
        return shared_template(imports=self.imports(assignment), allow_unsafe=allow_unsafe)

    def outdated(self, assignment: str) -> list[str]:
        """Return the tests in ``source`` that are not those that were released, and so grade.

        Those that nbgrader makes itself (AUTOTEST) are left out.
        """
        found = []
        for path in self.notebooks("source", assignment):
            with self.gradebook() as gradebook, suppress(MissingEntry):
                notebook = gradebook.find_notebook(path.stem, assignment)
                released = {cell.name: cell.source for cell in notebook.source_cells}
                found += [
                    grade_id(cell)
                    for cell in read_notebook(path).cells
                    if is_test(cell) and not is_to_be_made(cell)
                    if released.get(grade_id(cell)) != cell.source
                ]
        return found

    def inside(self, assignment: str) -> list[str]:
        """Return those of its released notebooks whose tests run in the student's process."""
        default = self.execution.settings_of(assignment).tests
        return [
            path.stem
            for path in self.notebooks("release", assignment)
            if where_tests_run(read_notebook(path), default) == INSIDE
        ]

    def extensions(self) -> extensions.Extensions:
        """Return who has more time for which assignment.

        Raises
        ------
        CourseError
            If ``extensions.csv`` cannot be understood.
        """
        try:
            return extensions.read(self.root)
        except extensions.ExtensionsError as error:
            raise CourseError(str(error)) from None

    def extend(self, assignment: str, student: str, extension: timedelta) -> None:
        """Put off a student's due date by that much from the assignment's; by nothing, no more.

        Raises
        ------
        CourseError
            If nobody of that name is known, the assignment has no due date, or ``extensions.csv``
            cannot be understood.
        """
        granted = self.extensions()
        with self.gradebook() as gradebook:
            due = gradebook.find_assignment(assignment).duedate
            known = {one for (one,) in gradebook.db.query(Student.id)}
        if student not in known.union(self.students(assignment)):
            raise CourseError(
                f"nobody is called {student!r}, neither in the gradebook (`nbgrader db student "
                "add`) nor in submitted/"
            )
        if extension and due is None:
            raise CourseError(
                f"{assignment} has no due date that could be put off: set one in the formgrader, "
                f'or by `nbgrader db assignment add {assignment} --duedate="2027-01-31 12:00"`'
            )
        granted.pop((student, assignment), None)
        if extension:
            granted[student, assignment] = extension
        extensions.write(self.root, granted)

    def gradebook(self) -> Gradebook:
        """Open the gradebook."""
        return Gradebook(self.directory.db_url, self.directory.course_id)

    def recording(self) -> AbstractContextManager[None]:
        """Return what holds all others who change grades with the files that belong to them.

        The formgrader and nbgrader's own commands do not wait.
        """
        return locked(self.root / RECORDING)

    def students(self, assignment: str) -> list[str]:
        """Return who handed in something, in order; it may lie beside the assignment's folder.

        Folders whose names cannot be a student's are among them, see `fault`.
        """
        exercises = {
            exercise.name
            for path in self.notebooks("release", assignment)
            for exercise in exercises_of(read_notebook(path))
        }
        return [
            student
            for student in self._everybody()
            if (folder := self.folder("submitted", student, assignment)).is_dir()
            or (
                not student.startswith(".")
                and belongs(strays(folder.parent, assignment), assignment, exercises)
            )
        ]

    def fault(self, student: str, assignment: str) -> str:
        """Say why nothing is taken from a student's folder, nothing if something can be."""
        shown = shown_name(student)
        if fault := fault_of_student(student):
            said = f"{shown!r} cannot be a student's name: it {fault}."
            return f"{said} Give the folder in submitted/ the student's name, and grade it again."
        folder = self.folder("submitted", student, assignment)
        for path in (folder.parent, folder):
            if path.is_symlink():
                name = shown_name(f"{path.parent.name}/{path.name}")
                return f"{name} is a link, and links are not followed: put the folder itself there."
        return ""

    def look_alikes(self) -> dict[str, str]:
        """Return a note on each student whose name is hardly another than somebody else's."""
        found = look_alikes(name for name in self._everybody() if not fault_of_student(name))
        return {
            name: f"There is also {', '.join(map(repr, others))}: a name that differs only in case "
            "or in how its letters are encoded. They are graded as different students; if they are "
            "one, put all into one folder."
            for name, others in found.items()
        }

    def absent(self, assignment: str) -> list[str]:
        """Return who has a folder among the submissions, and handed in nothing of an assignment."""
        there = set(self.students(assignment))
        everybody = (name for name in self._everybody() if not name.startswith("."))
        return [student for student in everybody if student not in there]

    def _everybody(self) -> list[str]:
        submitted = self.folder("submitted", "-", "-").parent.parent
        found = submitted.iterdir() if submitted.is_dir() else ()
        return sorted(path.name for path in found if path.is_dir())

    @property
    def execution(self) -> Execute:
        """How submissions are executed, as configured."""
        return Execute(config=self.config)


def _check_name(assignment: str) -> None:
    if fault := fault_of_assignment(assignment):
        raise CourseError(f"{shown_name(assignment)!r} cannot be an assignment: it {fault}")
