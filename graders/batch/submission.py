"""One submission on its way from submitted to feedback.

Whatever goes wrong with it, from its files to its page, is its own outcome and stops no other.
"""

import logging
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager

from nbformat import NotebookNode
from sqlalchemy.exc import OperationalError

from graders.batch.assignment import Batch
from graders.batch.cache import merge
from graders.batch.outcome import UNCHANGED, Outcome
from graders.batch.task import Task, environment
from graders.files import digest
from graders.intake.candidates import strays
from graders.intake.folder import ASIDE, prepare
from graders.intake.limits import MAX_TIMESTAMP
from graders.intake.timestamp import TIMESTAMP
from graders.notebook.results import results_of, run_info
from graders.notebook.text import from_text
from graders.record.converters import one_submission
from graders.record.earlier import EarlierSubmissions
from graders.record.gradebook import notebook_id, set_finished

LOCKED_FOR = 60.0  # seconds after which a gradebook in use by another program is given up

log = logging.getLogger(__name__)


class Submission:
    """One submission on its way."""

    def __init__(self, batch: Batch, student: str):
        self.batch, self.student = batch, student
        self.outcome = Outcome(student, assignment=batch.assignment)
        self.executed: NotebookNode | None = None

    @contextmanager
    def guarded(self, doing: str) -> Iterator[None]:
        """Make of an exception the outcome: a person has to look, and the log has the traceback.

        Parameters
        ----------
        doing : str
            What is being done, as in "could not be read".
        """
        try:
            yield
        except Exception as error:
            log.exception("%s of %s %s", self.batch.assignment, self.student, doing)
            self.outcome.error = f"it {doing}: {said(error)}"

    def plan(self, dry_run: bool) -> Task | None:
        """Return the task, None if all results are known already, or it cannot be read."""
        with self.guarded("could not be read"):
            return self._plan(dry_run)
        return None

    def _plan(self, dry_run: bool) -> Task | None:
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
        setting = digest(batch.settings_digest, environment())
        self.notebook, self.keys = batch.read(folder / f"{batch.name}.ipynb", setting)
        stamp, late = folder / TIMESTAMP, b""
        if stamp.is_file():
            with open(stamp, "rb") as file:
                late = file.read(MAX_TIMESTAMP)
        self.key = digest(self.keys.whole, late.decode(errors="replace"))
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
            self._finish(merge(from_text(self.notebook), self.before, None))
            return None
        if dry_run:
            return None
        everything = len(missing) == len(self.keys.exercises)
        known = {} if everything or self.before is None else results_of(self.before)
        return Task(
            self.notebook,
            batch.reference_text,
            batch.files,
            batch.settings,
            only=None if everything else tuple(missing),
            known={n: one for n, one in known.items() if self.keys.owners.get(n) not in missing},
        )

    def take(self, done: str) -> None:
        """Take in what a worker has done, and keep it."""
        with self.guarded("was executed, and the results could not be kept"):
            self._take(done)

    def _take(self, done: str) -> None:
        fresh = from_text(done)
        about = run_info(fresh)
        self.outcome.seconds, self.outcome.cpu = about.seconds, dict(about.cpu)
        if self.before is None or self.batch.force:
            executed = fresh
        else:
            executed = merge(from_text(self.notebook), self.before, fresh)
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

    def record(self) -> None:
        """Put what is executed and not recorded into the gradebook; write the feedback page.

        Raises
        ------
        CourseError
            If the gradebook is gone, which concerns everybody.
        """
        before = self.outcome.error
        with self.guarded("could not be recorded"):
            self._record()
        if self.outcome.error != before:
            self.batch.check_gradebook()

    @one_submission()
    def _record(self) -> None:
        """Put what is executed and not recorded into the gradebook; write the feedback page."""
        batch, student, assignment = self.batch, self.student, self.batch.assignment
        outcome, executed = self.outcome, self.executed
        if executed is None or outcome.plan == UNCHANGED:
            return
        kept = EarlierSubmissions(batch.course.root, student, assignment)
        counted = kept.counting
        deadline = time.monotonic() + LOCKED_FOR
        while True:
            try:
                before = batch.points(student)
                reason = batch.recorder(assignment, student, executed)
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
        batch.finished.pop(student, None)
        if reason:
            outcome.error = reason
            return
        after = batch.points(student) if before else {}
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
            with batch.course.gradebook() as gradebook:
                found = notebook_id(gradebook, batch.name, assignment, student)
                set_finished(gradebook.db, found, self.key)
                gradebook.db.commit()
            batch.finished[student] = self.key

    def _is_returned(self) -> bool:
        course, assignment = self.batch.course, self.batch.assignment
        return all(
            (course.folder(step, self.student, assignment) / f"{self.batch.name}{ending}").is_file()
            for step, ending in (("autograded", ".ipynb"), ("feedback", ".html"))
        )


def said(error: BaseException) -> str:
    """Return one short line on an exception."""
    lines = str(error).strip().splitlines() or [""]
    return f"{type(error).__name__}: {lines[0]}"[:300]
