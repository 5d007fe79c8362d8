"""The submissions of one assignment on their way from submitted to feedback.

What was graded before and has not changed is taken from the results that were kept; the rest is
executed by workers, and everything is recorded here, one after the other.
"""

import dataclasses
import hashlib
import sqlite3
import time
from collections.abc import Callable, Generator, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from nbformat import NotebookNode
from nbgrader.api import Grade, MissingEntry
from sqlalchemy.exc import OperationalError

from graders.batch.cache import Cache, Keys, merge
from graders.batch.local import LocalWorkers
from graders.batch.scheduling import Failure, Workers, stream
from graders.batch.task import Task, environment, from_text, to_text
from graders.course import Course, released_files
from graders.execute.settings import Settings
from graders.files import digest
from graders.intake.candidates import strays
from graders.intake.folder import ASIDE, prepare
from graders.intake.sanitizer import Sanitizer
from graders.notebook.exercises import exercise_of_test, read_notebook
from graders.notebook.results import State, results_of, run_info
from graders.record.converters import Recorder, one_submission
from graders.record.earlier import EarlierSubmissions
from graders.record.gradebook import finished, notebook_id, rows, set_finished

KEPT = ".graders/results"
UNCHANGED = "unchanged"
LOCKED_FOR = 60.0  # seconds after which a gradebook in use by another program is given up


@dataclass
class Outcome:
    """The outcome of one submission.

    By ``grade_id`` the states, none if it could not be graded, then the `error` says why; the
    points, without what a person gave; and the points before and after where earlier ones changed.
    The notes are what an instructor should know: files set aside, an unreadable notebook; those
    because of which somebody has to look at the submission are in `attention`, too. The plan
    is the work that was needed, and why: "new", "changed", "unchanged", … The seconds that
    execution took, and of processor time, are as in `graders.notebook.results.RunInfo`. If a
    resubmission has `fewer` automatic points, there are those before and those now.
    """

    student: str
    states: dict[str, State] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    attention: list[str] = field(default_factory=list)
    error: str = ""
    plan: str = ""
    points: dict[str, float | None] = field(default_factory=dict)
    changes: dict[str, tuple[float, float]] = field(default_factory=dict)
    seconds: float = 0.0
    cpu: dict[str, float] = field(default_factory=dict)
    assignment: str = ""
    fewer: tuple[float, float] | None = None

    @property
    def grader_errors(self) -> list[str]:
        """The tests in which the grader, not the student, failed."""
        return [name for name, state in self.states.items() if state == State.GRADER_ERROR]

    @property
    def newer_python(self) -> list[str]:
        """The tests of what a newer Python than the grader's would run."""
        return [name for name, state in self.states.items() if state == State.NEWER_PYTHON]

    @property
    def needs_attention(self) -> bool:
        """Whether a person has to look: the grader failed, or could not read or run something."""
        return bool(self.error or self.reason)

    @property
    def reason(self) -> str:
        """Why a person has to look at what was graded, empty if nobody has to."""
        reasons = list(self.attention)
        if errors := ", ".join(self.grader_errors):
            reasons.append(f"grader error in {errors}; the reason is in the graded notebook")
        if newer := ", ".join(self.newer_python):
            reasons.append(f"a newer Python is needed for {newer}: grade it by hand")
        return " ".join(reasons)


class Batch:
    """The submissions of one assignment; with `force` what has not changed is graded, too.

    Raises
    ------
    CourseError
        If the assignment cannot be graded.
    """

    def __init__(self, course: Course, assignment: str, force: bool):
        course.check(assignment)
        released = course.released(assignment)
        self.course, self.assignment, self.force = course, assignment, force
        self.released, self.name = released.parent, released.stem
        execution = course.execution
        self.files = released_files(self.released)
        self.settings = execution.settings
        self.settings_digest = _digest(self.settings, self.files)
        source = course.folder("source", ".", assignment) / released.name
        carried = execution.carry_errors or not source.exists()
        self.reference = None if carried else read_notebook(source)
        self.reference_text = to_text(self.reference) if self.reference else ""
        self.sanitize = Sanitizer(released, course.directory.db_url)
        self.cache = Cache(course.root / KEPT)
        self.recorder = Recorder(course.directory, course.config)
        self.look_alikes = course.look_alikes()
        with course.gradebook() as gradebook:
            self.finished = finished(gradebook, assignment)
            gradebook.db.commit()

    @one_submission()
    def record(self, submission: "Submission") -> None:
        """Put what is executed and not recorded into the gradebook; write the feedback page."""
        student, outcome, executed = submission.student, submission.outcome, submission.executed
        if executed is None or outcome.plan == UNCHANGED:
            return
        kept = EarlierSubmissions(self.course.root, student, self.assignment)
        counted = kept.counting
        deadline = time.monotonic() + LOCKED_FOR
        while True:
            try:
                before = self._points(student)
                reason = self.recorder(self.assignment, student, executed)
                if "database is locked" not in reason:
                    break
            except (OperationalError, sqlite3.OperationalError) as error:
                reason = str(error).splitlines()[0]
                if "locked" not in reason:
                    break
            if time.monotonic() > deadline:
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
        totals = sum(before.values()), sum(after.values())
        if counted is not None and totals[1] < totals[0]:
            now = kept.counting
            outcome.fewer = totals if now is not None and now.name != counted.name else None
        if not outcome.needs_attention:
            with self.course.gradebook() as gradebook:
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


class Submission:
    """One submission on its way."""

    def __init__(self, batch: Batch, student: str):
        self.batch, self.student = batch, student
        self.outcome = Outcome(student, assignment=batch.assignment)
        self.executed: NotebookNode | None = None

    def plan(self, dry_run: bool) -> Task | None:
        """Return the task, None if all results are known already."""
        batch, outcome = self.batch, self.outcome
        course = batch.course
        if fault := course.fault(self.student, batch.assignment):
            outcome.error = fault
            return None
        if note := batch.look_alikes.get(self.student):
            outcome.notes.append(note)
        folder = course.folder("submitted", self.student, batch.assignment)
        if not folder.is_dir() and strays(folder.parent, batch.assignment) and not dry_run:
            folder.mkdir()
        if not folder.is_dir():
            outcome.error = f"there is no {folder.relative_to(course.root)}"
            return None
        if not dry_run:
            aside = course.root / ASIDE / self.student / batch.assignment
            outcome.notes += prepare(folder, batch.released, aside)
        self.notebook = batch.sanitize(folder / f"{batch.name}.ipynb")
        setting = digest(batch.settings_digest, environment())
        self.keys = Keys(self.notebook, batch.reference, setting)
        stamp = folder / "timestamp.txt"
        late = stamp.read_text(errors="replace") if stamp.is_file() else ""
        self.key = digest(self.keys.whole, late)
        self.before, missing = batch.cache.find(self.keys)
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
        if not missing and self.before is not None:
            self._finish(merge(self.notebook, self.before, None))
            return None
        everything = len(missing) == len(self.keys.exercises)
        known = {} if everything or self.before is None else results_of(self.before)
        return Task(
            to_text(self.notebook),
            batch.reference_text,
            batch.files,
            batch.settings,
            only=None if everything else tuple(missing),
            known={n: result for n, result in known.items() if exercise_of_test(n) not in missing},
        )

    def take(self, done: str) -> None:
        """Take in what a worker has done, and keep it."""
        fresh = from_text(done)
        about = run_info(fresh)
        self.outcome.seconds, self.outcome.cpu = about.seconds, dict(about.cpu)
        if self.before is None or self.batch.force:
            executed = fresh
        else:
            executed = merge(self.notebook, self.before, fresh)
        self.batch.cache.keep(self.keys, executed)
        self._finish(executed)

    def _finish(self, executed: NotebookNode) -> None:
        self.executed = executed
        about = run_info(executed)
        self.outcome.notes += about.notes
        self.outcome.attention += about.attention
        results = results_of(executed)
        self.outcome.states = {name: result.state for name, result in results.items()}
        self.outcome.points = {name: result.points for name, result in results.items()}

    def _is_returned(self) -> bool:
        course, assignment = self.batch.course, self.batch.assignment
        return all(
            (course.folder(step, self.student, assignment) / f"{self.batch.name}{ending}").is_file()
            for step, ending in (("autograded", ".ipynb"), ("feedback", ".html"))
        )


def grade(
    course: Course,
    assignment: str,
    students: list[str] | None = None,
    started: Callable[[str], None] = lambda student: None,
    *,
    workers: Workers | None = None,
    force: bool = False,
    dry_run: bool = False,
) -> Generator[Outcome, None, None]:
    """Grade the submissions of an assignment and write their feedback pages.

    Parameters
    ----------
    students : list of str, optional
        Whose; by default everybody's who handed in something.
    started : callable
        Is called with each student when the work on the submission begins.
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
    course.check(assignment)
    todo = course.students(assignment) if students is None else dict.fromkeys(students)
    coming = ((assignment, student) for student in todo)
    workers = workers or local_workers(course, assignment)
    try:
        yield from follow(course, coming, workers, started, force=force, dry_run=dry_run)
    finally:
        workers.close()


def follow(
    course: Course,
    submissions: Iterable[tuple[str, str]],
    workers: Workers,
    started: Callable[[str], None] = lambda student: None,
    *,
    force: bool = False,
    dry_run: bool = False,
) -> Generator[Outcome, None, None]:
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
    """
    batches: dict[str, Batch] = {}

    def planned(item: tuple[str, str]) -> tuple[Submission, Task | None]:
        assignment, student = item
        if assignment not in batches:
            batches[assignment] = Batch(course, assignment, force)
        submission = Submission(batches[assignment], student)
        try:
            task = submission.plan(dry_run)
            if not dry_run:
                submission.batch.record(submission)
        except OSError as error:
            submission.outcome.error, task = str(error), None
        return submission, None if dry_run else task

    # A map, not a generator: it goes on when there are more submissions after there were none.
    tasks = map(planned, submissions)
    for submission, done in stream(workers, tasks, lambda submission: started(submission.student)):
        try:
            if isinstance(done, Failure):
                submission.outcome.error = done.reason
            elif done is not None:
                submission.take(done)
                submission.batch.record(submission)
        except OSError as error:
            submission.outcome.error = str(error)
        yield submission.outcome


def local_workers(course: Course, assignment: str, size: int | None = None) -> LocalWorkers:
    """Return processes of this machine that execute submissions to an assignment."""
    allow_unsafe = course.execution.allow_unsafe
    return LocalWorkers(size, imports=course.imports(assignment), allow_unsafe=allow_unsafe)


def _digest(settings: Settings, files: dict[str, bytes]) -> str:
    """Return a digest of what is the same for all; data folders by names, sizes and times."""
    data = {}
    for name, folder in settings.data.items():
        entries = sorted(Path(folder).expanduser().glob("*"))
        data[name] = [(e.name, e.stat().st_size, e.stat().st_mtime_ns) for e in entries]
    digests = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    rest = [dataclasses.asdict(settings.times), dataclasses.asdict(settings.limits)]
    return digest(digests, data, rest)
