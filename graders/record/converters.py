"""Puts results into nbgrader's gradebook and folders: one writer for a whole class.

nbgrader's own converters, kept for many submissions, with the executed notebook handed to them.
"""

import contextlib
import functools
import json
import logging
import shutil
import warnings
from collections.abc import Iterator
from fnmatch import fnmatch
from logging.handlers import BufferingHandler
from pathlib import Path

from nbconvert.writers import FilesWriter
from nbformat import NotebookNode
from nbgrader import api
from nbgrader.api import Gradebook
from nbgrader.auth import Authenticator
from nbgrader.converters import Autograde, GenerateAssignment, GenerateFeedback
from nbgrader.converters.base import BaseConverter, NbGraderException
from nbgrader.coursedir import CourseDirectory
from sqlalchemy.orm import scoped_session, sessionmaker
from traitlets.config import Config
from traitlets.utils.importstring import import_item

from graders.execute.preprocessor import Execute
from graders.notebook.exercises import StructureError

log = logging.getLogger(__name__)

# An engine that is made anew has all its statements to compile.
_engine = functools.lru_cache(maxsize=8)(api.create_engine)


@contextlib.contextmanager
def one_submission() -> Iterator[None]:
    """Have nbgrader look for the tables of a gradebook once, not in each of a dozen steps.

    For the steps of one submission; another may find that the gradebook was replaced meanwhile.
    """
    look_over = Gradebook.__init__
    looked_over: set[tuple[str, str]] = set()

    def open_again(
        gradebook: Gradebook,
        db_url: str,
        course_id: str = "default_course",
        authenticator: Authenticator | None = None,
    ) -> None:
        if (db_url, course_id) not in looked_over:
            look_over(gradebook, db_url, course_id, authenticator)
            looked_over.add((db_url, course_id))
            return
        gradebook.engine = _engine(db_url, echo=False, future=True)
        factory = sessionmaker(autoflush=True, bind=gradebook.engine, future=True)
        gradebook.db = scoped_session(factory)
        gradebook.course_id, gradebook.authenticator = course_id, authenticator

    before = api.create_engine
    api.create_engine, Gradebook.__init__ = _engine, open_again
    try:
        yield
    finally:
        api.create_engine, Gradebook.__init__ = before, look_over


class Exact(BaseConverter):
    """Leaves out what is not to be copied whatever the path is called; for nbgrader's converters.

    nbgrader compares files with patterns of which their folder's path is a part. With a bracket in
    it nothing is left out: checkpoints and the instructor's notebook would come along.
    """

    target: str  # the trait of `CourseDirectory` that names the folder it makes

    def init_assignment(self, assignment_id: str, student_id: str) -> None:
        """Copy the files beside the notebooks."""
        super().init_assignment(assignment_id, student_id)
        step = getattr(self.coursedir, self.target)
        dest = Path(self.coursedir.format_path(step, student_id, assignment_id))
        patterns = [*self.coursedir.ignore, "*.ipynb"]
        for path in sorted(dest.rglob("*"), reverse=True):
            if any(fnmatch(path.name, pattern) for pattern in patterns):
                shutil.rmtree(path) if path.is_dir() else path.unlink()


class Released(Exact, GenerateAssignment):
    """nbgrader's ``generate_assignment``."""

    target = "release_directory"


class Returned(Exact, GenerateFeedback):
    """nbgrader's ``generate_feedback``."""

    target = "feedback_directory"


class Recorded(Exact, Autograde):
    """nbgrader's ``autograde`` for a notebook that is executed already."""

    target = "autograded_directory"
    executed: dict[str, NotebookNode]

    def convert_single_notebook(self, notebook_filename: str) -> None:
        """Record the executed notebook in the place of what was handed in."""
        notebook = self.executed.get(Path(notebook_filename).stem)
        if notebook is None:  # not one of the assignment's: a copy, a scratch pad
            return
        resources = self.init_single_notebook_resources(notebook_filename)
        resources["output_extension"] = self.exporter.file_extension
        self.exporter._preprocessors = []
        for step in self.autograde_preprocessors:
            if (import_item(step) if isinstance(step, str) else step) is not Execute:
                self.exporter.register_preprocessor(step)
        # Without the exporter, which copies a notebook three times and then indents it.
        for step in self.exporter._preprocessors:
            notebook, resources = step(notebook, resources)
        self.write_single_notebook(json.dumps(notebook, ensure_ascii=False) + "\n", resources)


class Step:
    """One of nbgrader's converters, for one student at a time; the source is a step's folder."""

    def __init__(
        self, kind: type[BaseConverter], source: str, directory: CourseDirectory, config: Config
    ):
        # What nbgrader logs, which is where it says why.
        self._errors = BufferingHandler(1000)
        self._errors.setLevel(logging.ERROR)
        log = logging.Logger(f"graders.nbgrader.{kind.__name__}")
        log.addHandler(self._errors)
        self.converter = run = kind(coursedir=directory, config=config, log=log)
        self._directory, self._source = directory, source
        run.force = True
        run.writer = FilesWriter(parent=run, config=config)
        run.exporter = run.exporter_class(parent=run, config=run.config)
        for step in run.preprocessors:
            run.exporter.register_preprocessor(step)

    def __call__(self, assignment: str, student: str) -> str:
        """Convert one submission; return why that failed, or nothing."""
        self._errors.flush()
        self._directory.assignment_id, self._directory.student_id = assignment, student
        # Not by `init_notebooks`, for which a student's name is a pattern.
        folder = self._directory.format_path(self._source, student, assignment)
        found = sorted(f"{folder}/{path.name}" for path in Path(folder).glob("*.ipynb"))
        if not found:
            return f"there is no notebook in {self._source}/{student}/{assignment}"
        self.converter.assignments = {folder: found}
        try:
            # nbgrader's and SQLAlchemy's warnings are about their own affairs.
            with warnings.catch_warnings(action="ignore"), contextlib.chdir(self._directory.root):
                self.converter.convert_notebooks()
        except NbGraderException as error:
            # The last message only refers to the traceback that was logged before.
            messages = [record.getMessage() for record in self._errors.buffer]
            traces = [message for message in messages if "Traceback" in message]
            reason = (traces or messages or [str(error)])[-1]
            _, is_ours, whole = reason.partition(f"{StructureError.__name__}: ")
            if is_ours:  # what an author has to change, at length
                return whole.strip()
            log.error("%s of %s: %s", assignment, student, reason.strip())
            return f"{type(self.converter).__name__}: {reason.strip().splitlines()[-1]}"
        return ""


def release(directory: CourseDirectory, config: Config, assignment: str) -> str:
    """Do what ``nbgrader generate_assignment`` does; return why that failed, or nothing."""
    return Step(Released, directory.source_directory, directory, config)(assignment, ".")


class Recorder:
    """Records executed submissions and writes their feedback pages."""

    def __init__(self, directory: CourseDirectory, config: Config):
        submitted, autograded = directory.submitted_directory, directory.autograded_directory
        self._autograde = Step(Recorded, submitted, directory, config)
        self._feedback = Step(Returned, autograded, directory, config)

    def __call__(self, assignment: str, student: str, executed: dict[str, NotebookNode]) -> str:
        """Record one submission, by notebook; return why that failed, or nothing."""
        self._autograde.converter.executed = executed
        return self._autograde(assignment, student) or self.page(assignment, student)

    def page(self, assignment: str, student: str) -> str:
        """Write the feedback pages of one submission; return why that failed, or nothing."""
        return self._feedback(assignment, student)
