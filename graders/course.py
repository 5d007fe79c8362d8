"""A course folder: its assignments, its gradebook, and the grading of a class.

Submissions are executed several at a time, by processes of this machine or a Dask cluster, and
recorded one after the other by this one.
"""

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.converters.base import BaseConverter
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config, PyFileConfigLoader

from graders import structure
from graders.batch import Batch, Outcome, Submission, run
from graders.execute import Execute
from graders.processes import LocalWorkers
from graders.recording import Step
from graders.work import released_files
from graders.workers import Workers

CONFIG = "nbgrader_config.py"


class CourseError(Exception):
    """The course cannot do what it was asked; the message says why and what to do."""


class Course:
    """A course folder.

    Parameters
    ----------
    root : Path
        The folder with nbgrader_config.py.

    Raises
    ------
    CourseError
        If there is no such file.
    """

    def __init__(self, root: Path):
        self.root = root.resolve()
        if not (self.root / CONFIG).is_file():
            raise CourseError(f"{self.root} is no course: it has no {CONFIG}")
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

    def check(self, assignment: str) -> None:
        """Make sure that an assignment can be graded.

        Raises
        ------
        CourseError
            If it is unknown, not released, or not in the gradebook.
        """
        known = sorted(path.parent.name for path in self.root.glob("source/*/*.ipynb"))
        if not self.folder("source", ".", assignment).is_dir():
            names = ", ".join(known) or "none"
            raise CourseError(
                f"there is no assignment {assignment!r} in source/; there are: {names}"
            )
        if not list(self.folder("source", ".", assignment).glob("*.ipynb")):
            raise CourseError(f"source/{assignment} has no notebook")
        if not list(self.folder("release", ".", assignment).glob("*.ipynb")):
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
        found = list(self.folder("source", ".", assignment).glob("*.ipynb"))
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
        found = list(self.folder("release", ".", assignment).glob("*.ipynb"))
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
        there = execution.folders()
        released = b"".join(released_files(self.folder("release", ".", assignment)).values())
        return {
            name: folder
            for name, folder in execution.data.items()
            if name not in there and name.encode() in released
        }

    def imports(self, assignment: str) -> list[str]:
        """Return the modules that the instructor's notebook and the released files import.

        A kernel has them from the start; what else a student imports takes its time.
        """
        sources = [
            cell.source
            for path in self.folder("source", ".", assignment).glob("*.ipynb")
            for cell in structure.read(path).cells
            if cell.cell_type == "code"
        ]
        released = released_files(self.folder("release", ".", assignment))
        sources += [content for name, content in released.items() if name.endswith(".py")]
        found: set[str] = set().union(*map(structure.imported_modules, sources))
        if any(name.startswith("matplotlib") for name in found):
            found.add("matplotlib.backends.backend_agg")  # where pictures are drawn
        return sorted(found)

    def gradebook(self) -> Gradebook:
        """Open the gradebook."""
        return Gradebook(self.directory.db_url, self.directory.course_id)

    def students(self, assignment: str) -> list[str]:
        """Return who handed in something, in order."""
        folder = self.folder("submitted", "*", assignment)
        return sorted(path.parent.name for path in folder.parent.parent.glob(f"*/{assignment}"))

    def convert(self, converter: type[BaseConverter], assignment: str, student: str) -> str:
        """Run one of nbgrader's converters; return why it failed, or nothing."""
        return Step(converter, self.directory, self.config)(assignment, student)

    def local_workers(self, assignment: str, size: int | None = None) -> LocalWorkers:
        """Return processes of this machine that execute submissions to an assignment."""
        return LocalWorkers(
            size, imports=self.imports(assignment), allow_unsafe=self.execution.allow_unsafe
        )

    def grade(
        self,
        assignment: str,
        students: list[str] | None = None,
        started: Callable[[str], None] = lambda student: None,
        *,
        workers: Workers | None = None,
        force: bool = False,
        dry_run: bool = False,
    ) -> Iterator[Outcome]:
        """Grade submissions and write their feedback pages.

        Parameters
        ----------
        assignment : str
        students : list of str, optional
            Whose; by default everybody's who handed in something.
        started : callable
            Is told each student when the work on the submission begins.
        workers : Workers, optional
            Who executes; by default a process for each processor. They are closed at the end.
        force : bool
            Whether to grade what has not changed, too.
        dry_run : bool
            Whether to say only what would be done.

        Yields
        ------
        Outcome
            One for each submission, whatever happened to it, as soon as it is recorded.

        Raises
        ------
        CourseError
            If the assignment cannot be graded.
        WorkersLost
            If the workers are gone; what was yielded before is recorded, the rest is as it was.
        """
        self.check(assignment)
        todo = self.students(assignment) if students is None else list(dict.fromkeys(students))
        workers = workers or self.local_workers(assignment)
        try:
            batch = Batch(self, assignment, self.released(assignment), force)
            submissions = (Submission(batch, student) for student in todo)
            yield from run(submissions, workers, started, dry_run)
        finally:
            workers.close()

    def follow(
        self, submissions: Iterable[tuple[str, str]], workers: Workers, *, force: bool = False
    ) -> Iterator[Outcome]:
        """Grade submissions of any assignment as they come in; otherwise as `grade`.

        Parameters
        ----------
        submissions : iterable of (assignment, student)
            Asked for the next one when a worker is free, and again every second. One that has none
            at the moment (StopIteration) may have more later, until nothing is being graded and
            this ends. A student's next submission to an assignment may come after the outcome of
            the one before.
        workers : Workers
            They stay open.
        force : bool

        Yields
        ------
        Outcome
        """
        batches: dict[str, Batch] = {}

        def submission(item: tuple[str, str]) -> Submission:
            assignment, student = item
            if assignment not in batches:
                self.check(assignment)
                batches[assignment] = Batch(self, assignment, self.released(assignment), force)
            return Submission(batches[assignment], student)

        yield from run(map(submission, submissions), workers, lambda student: None, False)

    @property
    def execution(self) -> Execute:
        """How submissions are executed, as configured."""
        return Execute(config=self.config)
