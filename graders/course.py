"""Grades a class: every submission of an assignment, from submitted to feedback.

Plain nbgrader underneath, one submission at a time: what ``nbgrader autograde`` and ``nbgrader
generate_feedback`` do, with the engine that nbgrader_config.py plugs in.
"""

import logging
import os
import sys
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.converters import Autograde, GenerateFeedback
from nbgrader.converters.base import BaseConverter, NbGraderException
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config, PyFileConfigLoader

from graders import structure
from graders.folder import ASIDE, prepare
from graders.states import State

CONFIG = "nbgrader_config.py"


class CourseError(Exception):
    """The course cannot do what it was asked; the message says why and what to do."""


@dataclass
class Outcome:
    """What became of one submission.

    Attributes
    ----------
    student : str
    states : dict of str to State
        By ``grade_id``; empty if the submission could not be graded.
    notes : list of str
        What an instructor should know: files set aside, an unreadable notebook.
    error : str
        Why the submission could not be graded, empty if it was.
    """

    student: str
    states: dict[str, State] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    error: str = ""

    @property
    def needs_attention(self) -> bool:
        """Whether the grader, not the student, failed somewhere."""
        return bool(self.error) or State.GRADER_ERROR in self.states.values()


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

    def gradebook(self) -> Gradebook:
        """Open the gradebook."""
        return Gradebook(self.directory.db_url, self.directory.course_id)

    def students(self, assignment: str) -> list[str]:
        """Return who handed in something, in order."""
        folder = self.folder("submitted", "*", assignment)
        return sorted(path.parent.name for path in folder.parent.parent.glob(f"*/{assignment}"))

    def grade(
        self,
        assignment: str,
        students: list[str] | None = None,
        started: Callable[[str], None] = lambda student: None,
    ) -> Iterator[Outcome]:
        """Grade submissions and write their feedback pages.

        Parameters
        ----------
        assignment : str
        students : list of str, optional
            Whose; by default everybody's who handed in something.
        started : callable
            Is told each student before the work on the submission begins.

        Yields
        ------
        Outcome
            One for each submission, whatever happened to it.
        """
        self.check(assignment)
        for student in self.students(assignment) if students is None else students:
            started(student)
            yield self._grade(assignment, student)

    def _grade(self, assignment: str, student: str) -> Outcome:
        outcome = Outcome(student)
        submitted = self.folder("submitted", student, assignment)
        if not submitted.is_dir():
            outcome.error = f"there is no {submitted.relative_to(self.root)}"
            return outcome
        released = self.folder("release", ".", assignment)
        outcome.notes += prepare(submitted, released, self.root / ASIDE / student / assignment)
        for converter in (Autograde, GenerateFeedback):
            outcome.error = self.convert(converter, assignment, student)
            if outcome.error:
                return outcome
        for path in self.folder("autograded", student, assignment).glob("*.ipynb"):
            notebook = structure.read(path)
            outcome.notes += notebook.metadata.get("graders", {}).get("notes", [])
            for cell in notebook.cells:
                state = cell.metadata.get("graders", {}).get("state")
                if state is not None:
                    outcome.states[structure.grade_id(cell)] = State(state)
        return outcome

    def convert(self, converter: type[BaseConverter], assignment: str, student: str) -> str:
        """Run one of nbgrader's converters; return why it failed, or nothing."""
        errors = _Errors(logging.ERROR)
        log = logging.getLogger(f"graders.nbgrader.{converter.__name__}")
        log.propagate, log.handlers = False, [errors]
        self.directory.assignment_id, self.directory.student_id = assignment, student
        run = converter(coursedir=self.directory, config=self.config, log=log)
        run.force = True
        try:
            # nbgrader's and SQLAlchemy's warnings are about their own affairs.
            with warnings.catch_warnings(action="ignore"):
                run.start()
        except NbGraderException as error:
            # The last message only refers to the traceback that was logged before.
            traces = [message for message in errors.messages if "Traceback" in message]
            reason = (traces or errors.messages or [str(error)])[-1]
            return f"{converter.__name__}: {reason.strip().splitlines()[-1]}"
        return ""


class _Errors(logging.Handler):
    """Keeps what nbgrader logs, which is where it says why."""

    def __init__(self, level: int):
        super().__init__(level)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())
