"""Puts results into nbgrader's gradebook and folders: one writer for a whole class.

nbgrader's own converters, kept for many submissions, with the executed notebook handed to them.
"""

import contextlib
import functools
import json
import logging
import warnings
from collections.abc import Iterator

from nbconvert.writers import FilesWriter
from nbformat import NotebookNode
from nbgrader import api
from nbgrader.api import Gradebook
from nbgrader.auth import Authenticator
from nbgrader.converters import Autograde, GenerateFeedback
from nbgrader.converters.base import BaseConverter, NbGraderException
from nbgrader.coursedir import CourseDirectory
from sqlalchemy.orm import scoped_session, sessionmaker
from traitlets.config import Config

from graders.execute import Execute

# nbgrader opens the gradebook anew for each of its steps, and an engine that is made anew has all
# its statements to compile.
api.create_engine = functools.lru_cache(maxsize=8)(api.create_engine)


_look_over = Gradebook.__init__
_looked_over: set[tuple[str, str]] | None = None


def _open(
    gradebook: Gradebook,
    db_url: str,
    course_id: str = "default_course",
    authenticator: Authenticator | None = None,
) -> None:
    if _looked_over is None or (db_url, course_id) not in _looked_over:
        _look_over(gradebook, db_url, course_id, authenticator)
        if _looked_over is not None:
            _looked_over.add((db_url, course_id))
        return
    gradebook.engine = api.create_engine(db_url, echo=False, future=True)
    factory = sessionmaker(autoflush=True, bind=gradebook.engine, future=True)
    gradebook.db = scoped_session(factory)
    gradebook.course_id, gradebook.authenticator = course_id, authenticator


Gradebook.__init__ = _open


@contextlib.contextmanager
def one_submission() -> Iterator[None]:
    """Look for the tables of a gradebook when it is opened first, not a dozen times.

    For the steps of one submission; another may find that the gradebook was replaced meanwhile.
    """
    global _looked_over
    _looked_over = set()
    try:
        yield
    finally:
        _looked_over = None


class Recorded(Autograde):
    """nbgrader's ``autograde`` for a notebook that is executed already."""

    executed: NotebookNode

    def convert_single_notebook(self, notebook_filename: str) -> None:
        """Record the executed notebook in the place of what was handed in."""
        resources = self.init_single_notebook_resources(notebook_filename)
        resources["output_extension"] = self.exporter.file_extension
        self.exporter._preprocessors = []
        for step in self.autograde_preprocessors:
            if step not in (Execute, f"{Execute.__module__}.{Execute.__name__}"):
                self.exporter.register_preprocessor(step)
        # Without the exporter, which copies a notebook three times and then indents it.
        notebook = self.executed
        for step in self.exporter._preprocessors:
            notebook, resources = step(notebook, resources)
        self.write_single_notebook(json.dumps(notebook, ensure_ascii=False) + "\n", resources)


class Step:
    """One of nbgrader's converters, for one student at a time.

    Parameters
    ----------
    kind : type
    directory : CourseDirectory
    config : Config
    """

    def __init__(self, kind: type[BaseConverter], directory: CourseDirectory, config: Config):
        self._errors = _Errors(logging.ERROR)
        log = logging.Logger(f"graders.nbgrader.{kind.__name__}")
        log.addHandler(self._errors)
        self.converter = run = kind(coursedir=directory, config=config, log=log)
        self._directory = directory
        run.force = True
        run.writer = FilesWriter(parent=run, config=config)
        run.exporter = run.exporter_class(parent=run, config=run.config)
        for step in run.preprocessors:
            run.exporter.register_preprocessor(step)

    def __call__(self, assignment: str, student: str) -> str:
        """Convert one submission; return why that failed, or nothing."""
        self._errors.messages.clear()
        self._directory.assignment_id, self._directory.student_id = assignment, student
        try:
            # nbgrader's and SQLAlchemy's warnings are about their own affairs.
            with warnings.catch_warnings(action="ignore"), contextlib.chdir(self._directory.root):
                self.converter.init_notebooks()
                self.converter.convert_notebooks()
        except NbGraderException as error:
            # The last message only refers to the traceback that was logged before.
            messages = self._errors.messages
            traces = [message for message in messages if "Traceback" in message]
            reason = (traces or messages or [str(error)])[-1]
            return f"{type(self.converter).__name__}: {reason.strip().splitlines()[-1]}"
        return ""


class Recorder:
    """Records executed submissions and writes their feedback pages.

    Parameters
    ----------
    directory : CourseDirectory
    config : Config
    """

    def __init__(self, directory: CourseDirectory, config: Config):
        self._autograde = Step(Recorded, directory, config)
        self._feedback = Step(GenerateFeedback, directory, config)

    def __call__(self, assignment: str, student: str, executed: NotebookNode) -> str:
        """Record one submission; return why that failed, or nothing."""
        self._autograde.converter.executed = executed
        return self._autograde(assignment, student) or self._feedback(assignment, student)


class _Errors(logging.Handler):
    """Keeps what nbgrader logs, which is where it says why."""

    def __init__(self, level: int):
        super().__init__(level)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())
