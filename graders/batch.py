"""The submissions of one assignment on their way from submitted to feedback.

What was graded before and has not changed is taken from the results that were kept; the rest is
executed by workers, and everything is recorded here, one after the other.
"""

import json
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from nbformat import NotebookNode
from nbgrader.api import Grade, MissingEntry
from sqlalchemy.exc import OperationalError

from graders import structure
from graders.folder import ASIDE, prepare
from graders.record import finished, notebook_id, rows, set_finished
from graders.recording import Recorder, one_submission
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
from graders.workers import Failure, Workers, stream

if TYPE_CHECKING:
    from graders.course import Course

KEPT = ".graders/results"
UNCHANGED = "unchanged"
LOCKED_FOR = 60.0  # seconds after which a gradebook in use by another program is given up


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
        Seconds of processor time, as in `graders.run.run`.
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


class Batch:
    """The submissions of one assignment.

    Parameters
    ----------
    course : graders.course.Course
    assignment : str
    released : Path
        The released notebook.
    force : bool
        Whether to grade what has not changed, too.
    """

    def __init__(self, course: "Course", assignment: str, released: Path, force: bool):
        self.course, self.assignment, self.force = course, assignment, force
        self.released, self.name = released.parent, released.stem
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

    def record(self, submission: "Submission") -> None:
        """Put an executed submission into the gradebook and write its feedback page."""
        with one_submission():
            self._record(submission)

    def _record(self, submission: "Submission") -> None:
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
        after = self._points(student) if before else {}
        outcome.changes = {
            name: (points, after[name])
            for name, points in before.items()
            if name in after and after[name] != points
        }
        if not outcome.needs_attention:
            with course.gradebook() as gradebook:
                found = notebook_id(gradebook, self.name, self.assignment, student)
                set_finished(gradebook.db, found, submission.key)
                gradebook.db.commit()
            self.finished[student] = submission.key

    def _points(self, student: str) -> dict[str, float]:
        """Return the automatic scores in the gradebook."""
        with self.course.gradebook() as gradebook:
            try:
                found = notebook_id(gradebook, self.name, self.assignment, student)
            except MissingEntry:
                return {}
            return {
                name: score
                for score, name in rows(gradebook, Grade, found, Grade.auto_score)
                if score is not None
            }

    def _reference(self, carry_errors: bool) -> NotebookNode | None:
        path = self.course.folder("source", ".", self.assignment) / f"{self.name}.ipynb"
        return structure.read(path) if path.exists() and not carry_errors else None


class Submission:
    """One submission on its way."""

    def __init__(self, batch: Batch, student: str):
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


def run(
    submissions: Iterable[Submission],
    workers: Workers,
    started: Callable[[str], None],
    dry_run: bool,
) -> Iterator[Outcome]:
    """Grade submissions of any assignments; see `Course.grade` and `Course.follow`."""

    def planned(submission: Submission) -> tuple[Submission, Work | None]:
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


def _text(notebook: NotebookNode) -> str:
    return json.dumps(notebook)
