"""Grades a class: every submission of an assignment, from submitted to feedback.

Submissions are executed several at a time, by processes of this machine or a Dask cluster, and
recorded one after the other by this one. What was graded before and has not changed is taken from
the results that were kept.
"""

import json
import os
import sqlite3
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from nbformat import NotebookNode
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.converters.base import BaseConverter
from nbgrader.coursedir import CourseDirectory
from sqlalchemy.exc import OperationalError
from traitlets.config import Config, PyFileConfigLoader

from graders import structure
from graders.execute import Execute
from graders.folder import ASIDE, prepare
from graders.record import finished, set_finished
from graders.recording import Recorder, Step
from graders.results import Keys, Results, merge
from graders.sanitized import Sanitizer
from graders.states import State
from graders.work import (
    Done,
    Setting,
    Work,
    digest,
    environment,
    parse,
    released_files,
    results_of,
)
from graders.workers import Failure, LocalWorkers, Workers, stream

CONFIG = "nbgrader_config.py"
KEPT = ".graders/results"
UNCHANGED = "unchanged"
LOCKED_FOR = 60.0  # seconds after which a gradebook in use by another program is given up


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
    plan : str
        What had to be done and why: "new", "changed", "unchanged", …
    points : dict of str to float or None
        By ``grade_id``, without what a person gave.
    changes : dict of str to tuple of float
        The points before and after, by `grade_id`, where earlier ones changed.
    seconds : float
        That its execution took.
    cpu : dict of str to float
        Seconds of processor time, as in `graders.execute.run`.
    assignment : str
    """

    student: str
    states: dict[str, State] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    error: str = ""
    plan: str = ""
    points: dict[str, float | None] = field(default_factory=dict)
    changes: dict[str, tuple[float, float]] = field(default_factory=dict)
    seconds: float = 0.0
    cpu: dict[str, float] = field(default_factory=dict)
    assignment: str = ""

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
        workers = workers or LocalWorkers(allow_unsafe=self.execution.allow_unsafe)
        try:
            batch = _Batch(self, assignment, force)
            submissions = (_Submission(batch, student) for student in todo)
            yield from _run(submissions, workers, started, dry_run)
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
        batches: dict[str, _Batch] = {}

        def submission(item: tuple[str, str]) -> _Submission:
            assignment, student = item
            if assignment not in batches:
                self.check(assignment)
                batches[assignment] = _Batch(self, assignment, force)
            return _Submission(batches[assignment], student)

        yield from _run(map(submission, submissions), workers, lambda student: None, False)

    @property
    def execution(self) -> Execute:
        """How submissions are executed, as configured."""
        return Execute(config=self.config)


class _Batch:
    """The submissions of one assignment."""

    def __init__(self, course: Course, assignment: str, force: bool):
        self.course, self.assignment, self.force = course, assignment, force
        self.released = course.folder("release", ".", assignment)
        names = [path.stem for path in self.released.glob("*.ipynb")]
        if len(names) > 1:
            raise CourseError(
                f"release/{assignment} has {len(names)} notebooks, one is expected: "
                f"use `nbgrader autograde {assignment}`"
            )
        self.name = names[0]
        execution = course.execution
        self.setting = Setting(
            files=released_files(self.released),
            data=dict(execution.data),
            times=execution.times,
            limits=execution.limits,
            allow_unsafe=execution.allow_unsafe,
        )
        self.reference = self._reference(execution.carry_errors)
        self.reference_text = self.reference and _text(self.reference)
        self.sanitize = Sanitizer(course.directory, assignment, self.name)
        self.results = Results(course.root / KEPT)
        self.recorder = Recorder(course.directory, course.config)
        with course.gradebook() as gradebook:
            self.finished = finished(gradebook, assignment)
            gradebook.db.commit()

    def record(self, submission: "_Submission") -> None:
        """Put an executed submission into the gradebook and write its feedback page."""
        course, student, outcome = self.course, submission.student, submission.outcome
        ends = time.monotonic() + LOCKED_FOR
        while True:
            try:
                before = self._points(student)
                reason = self.recorder(self.assignment, student, submission.executed)
                if "database is locked" not in reason:
                    break
            except (OperationalError, sqlite3.OperationalError) as error:
                reason = str(error).splitlines()[0]
                if "locked" not in reason:
                    break
            if time.monotonic() > ends:
                reason = f"the gradebook is in use by another program ({reason}): try again later"
                break
            time.sleep(0.2)
        self.finished.pop(student, None)
        if reason:
            outcome.error = reason
            return
        after = self._points(student)
        outcome.changes = {
            name: (points, after[name])
            for name, points in before.items()
            if name in after and after[name] != points
        }
        if not outcome.needs_attention:
            with course.gradebook() as gradebook:
                found = gradebook.find_submission_notebook(self.name, self.assignment, student)
                set_finished(gradebook.db, found.id, submission.key)
                gradebook.db.commit()
            self.finished[student] = submission.key

    def _points(self, student: str) -> dict[str, float]:
        """Return the automatic scores in the gradebook."""
        with self.course.gradebook() as gradebook:
            try:
                found = gradebook.find_submission_notebook(self.name, self.assignment, student)
            except MissingEntry:
                return {}
            return {g.name: g.auto_score for g in found.grades if g.auto_score is not None}

    def _reference(self, carry_errors: bool) -> NotebookNode | None:
        path = self.course.folder("source", ".", self.assignment) / f"{self.name}.ipynb"
        return structure.read(path) if path.exists() and not carry_errors else None


def _run(
    submissions: Iterable["_Submission"],
    workers: Workers,
    started: Callable[[str], None],
    dry_run: bool,
) -> Iterator[Outcome]:
    """Grade submissions; see `Course.grade`."""

    def planned(submission: _Submission) -> tuple[_Submission, Work | None]:
        try:
            work = submission.plan(dry_run)
            if submission.executed and not dry_run and not submission.is_unchanged:
                submission.batch.record(submission)
        except OSError as error:
            submission.outcome.error, work = str(error), None
        return submission, None if dry_run else work

    # A map, not a generator: it goes on when there are more submissions after there were none.
    works = map(planned, submissions)
    for submission, done in stream(workers, works, lambda submission: started(submission.student)):
        try:
            if isinstance(done, Failure):
                submission.outcome.error = done.reason
            elif done is not None:
                submission.take(done)
                submission.batch.record(submission)
        except OSError as error:
            submission.outcome.error = str(error)
        yield submission.outcome


class _Submission:
    """One submission on its way."""

    def __init__(self, batch: _Batch, student: str):
        self.batch, self.student = batch, student
        self.outcome = Outcome(student, assignment=batch.assignment)
        self.executed: NotebookNode | None = None

    def plan(self, dry_run: bool) -> Work | None:
        """Say what is to be executed; None if nothing, with the results known already."""
        batch, outcome = self.batch, self.outcome
        course = batch.course
        folder = course.folder("submitted", self.student, batch.assignment)
        if not folder.is_dir():
            outcome.error = f"there is no {folder.relative_to(course.root)}"
            return None
        if not dry_run:
            aside = course.root / ASIDE / self.student / batch.assignment
            outcome.notes += prepare(folder, batch.released, aside)
        self.notebook = batch.sanitize(folder / f"{batch.name}.ipynb")
        self.keys = Keys(
            self.notebook, batch.reference, digest(batch.setting.digest, environment())
        )
        stamp = folder / "timestamp.txt"
        late = stamp.read_text(errors="replace") if stamp.is_file() else ""
        self.key = digest(self.keys.whole, late)
        self.before, missing = batch.results.find(self.keys)
        if batch.force:
            missing, outcome.plan = list(self.keys.exercises), "forced"
        elif self.before is None:
            outcome.plan = "changed" if self.student in batch.finished else "new"
        elif missing:
            outcome.plan = f"changed tests of {', '.join(missing)}"
        elif batch.finished.get(self.student) == self.key and self._is_returned():
            outcome.plan = UNCHANGED
        else:
            outcome.plan = "to be recorded"
        if not missing:
            self._finish(merge(self.notebook, self.before, None))
            return None
        everything = self.before is None or len(missing) == len(self.keys.exercises)
        known = {} if everything else results_of(self.before)
        return Work(
            _text(self.notebook),
            batch.reference_text or "",
            batch.setting,
            only=None if everything else tuple(missing),
            known={
                name: result
                for name, result in known.items()
                if structure.exercise_of_test(name) not in missing
            },
        )

    @property
    def is_unchanged(self) -> bool:
        """Whether everything is recorded and returned as it is."""
        return self.outcome.plan == UNCHANGED

    def take(self, done: Done) -> None:
        """Take in what a worker has done, and keep it."""
        fresh = parse(done.notebook)
        about = fresh.metadata["graders"]
        self.outcome.seconds, self.outcome.cpu = about["seconds"], dict(about["cpu"])
        if self.before is None or self.batch.force:
            executed = fresh
        else:
            executed = merge(self.notebook, self.before, fresh)
        self.batch.results.keep(self.keys, executed)
        self._finish(executed)

    def _finish(self, executed: NotebookNode) -> None:
        self.executed = executed
        self.outcome.notes += executed.metadata.get("graders", {}).get("notes", [])
        results = results_of(executed)
        self.outcome.states = {name: State(result["state"]) for name, result in results.items()}
        self.outcome.points = {name: result["points"] for name, result in results.items()}

    def _is_returned(self) -> bool:
        course, assignment = self.batch.course, self.batch.assignment
        return all(
            (course.folder(step, self.student, assignment) / f"{self.batch.name}{ending}").is_file()
            for step, ending in (("autograded", ".ipynb"), ("feedback", ".html"))
        )


def _text(notebook: NotebookNode) -> str:
    return json.dumps(notebook)
