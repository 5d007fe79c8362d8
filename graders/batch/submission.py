"""One submission on its way from submitted to feedback.

Whatever goes wrong with it, from its files to its page, is its own outcome and stops no other.
"""

import logging
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from nbformat import NotebookNode
from sqlalchemy.exc import OperationalError

from graders.batch.assignment import Batch
from graders.batch.cache import merge
from graders.batch.keys import Keys
from graders.batch.outcome import UNCHANGED, Outcome
from graders.batch.task import Task, Tasks, environment
from graders.files import digest
from graders.intake.candidates import strays
from graders.intake.folder import ASIDE, prepare
from graders.intake.limits import MAX_TIMESTAMP
from graders.intake.timestamp import TIMESTAMP
from graders.notebook.results import results_of, run_info
from graders.notebook.text import from_text
from graders.record.converters import one_submission
from graders.record.earlier import EarlierSubmissions
from graders.record.gradebook import given, notebook_id, set_finished

LOCKED_FOR = 60.0  # seconds after which a gradebook in use by another program is given up

log = logging.getLogger(__name__)


@dataclass
class _Notebook:
    """A notebook of a submission: as text, with its keys; and as executed, before and now."""

    text: str
    keys: Keys
    before: NotebookNode | None
    executed: NotebookNode | None = None


class Submission:
    """One submission on its way; after so many seconds `at_first` it gives way to others."""

    def __init__(self, batch: Batch, student: str, at_first: float | None = None):
        self.batch, self.student, self._at_first = batch, student, at_first
        self.outcome = Outcome(student, assignment=batch.assignment)
        self._notebooks: dict[str, _Notebook] = {}

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

    def plan(self, dry_run: bool) -> Tasks | None:
        """Return the tasks, None if all results are known already, or it cannot be read."""
        with self.guarded("could not be read"):
            return self._plan(dry_run)
        return None

    def _plan(self, dry_run: bool) -> Tasks | None:
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
        missing: dict[str, list[str]] = {}
        for name, released in batch.notebooks.items():
            text, keys = released.read(folder / f"{name}.ipynb", setting)
            before, missing[name] = batch.cache.find(keys)
            self._notebooks[name] = _Notebook(text, keys, before)
            if batch.force:
                missing[name] = list(keys.exercises)
        stamp, late = folder / TIMESTAMP, b""
        if stamp.is_file():
            with open(stamp, "rb") as file:
                late = file.read(MAX_TIMESTAMP)
        wholes = [one.keys.whole for one in self._notebooks.values()]
        self._parts = *wholes, late.decode(errors="replace"), *batch.due_of(self.student)
        self.key = self._key(batch.given.get(self.student, ""))
        outcome.plan = self._reason(missing)
        tasks = {
            name: self._task(name, missing[name])
            for name, one in self._notebooks.items()
            if missing[name] or one.before is None
        }
        if not tasks:
            self._finish({})
        return None if dry_run else tasks or None

    def _key(self, given: str) -> str:
        """Return what tells whether anything has changed, what persons gave included."""
        return digest(*self._parts, *filter(None, [given]))

    def _reason(self, missing: dict[str, list[str]]) -> str:
        """Return the work that is needed, and why."""
        batch = self.batch
        if batch.force:
            return "forced"
        if any(one.before is None for one in self._notebooks.values()):
            return "changed" if self.student in batch.finished else "new"
        if changed := [batch.item(n, one) for n, names in missing.items() for one in names]:
            return f"changed tests of {', '.join(changed)}"
        if batch.finished.get(self.student) == self.key and self._is_returned():
            return UNCHANGED
        return "to be recorded"

    def _task(self, name: str, missing: list[str]) -> Task:
        batch, one = self.batch, self._notebooks[name]
        everything = len(missing) == len(one.keys.exercises)
        known = {} if everything or one.before is None else results_of(one.before)
        return Task(
            one.text,
            batch.notebooks[name].reference_text,
            batch.files,
            batch.settings,
            only=None if everything else tuple(missing),
            known={n: r for n, r in known.items() if one.keys.owners.get(n) not in missing},
            at_first=self._at_first,
        )

    def take(self, done: dict[str, str]) -> None:
        """Take in what a worker has done, and keep it."""
        with self.guarded("was executed, and the results could not be kept"):
            self._finish({name: from_text(text) for name, text in done.items()})

    def _finish(self, fresh: dict[str, NotebookNode]) -> None:
        """Put together what was executed now and before."""
        outcome, batch = self.outcome, self.batch
        for name, one in self._notebooks.items():
            done = fresh.get(name)
            if done is not None:
                about = run_info(done)
                outcome.seconds += about.seconds
                cpu = {kind: outcome.cpu.get(kind, 0.0) + s for kind, s in about.cpu.items()}
                outcome.cpu = {kind: round(seconds, 3) for kind, seconds in cpu.items()}
            if done is not None and (one.before is None or batch.force):
                one.executed = done
            elif one.before is not None:
                one.executed = merge(from_text(one.text), one.before, done)
            if one.executed is None:
                continue
            if done is not None:
                batch.cache.keep(one.keys, one.executed)
            about, results = run_info(one.executed), results_of(one.executed)
            outcome.notes += about.notes
            outcome.attention += about.attention
            outcome.states |= {batch.item(name, cell): r.state for cell, r in results.items()}
            outcome.points |= {batch.item(name, cell): r.points for cell, r in results.items()}

    def record(self) -> None:
        """Put what is executed and not recorded into the gradebook; write the feedback page.

        Raises
        ------
        CourseError
            If the gradebook is gone, which concerns everybody.
        """
        before = self.outcome.error
        with self.guarded("could not be recorded"), self.batch.course.recording():
            self._record()
        if self.outcome.error != before:
            self.batch.check_gradebook()

    @one_submission()
    def _record(self) -> None:
        """Put what is executed and not recorded into the gradebook; write the feedback page."""
        batch, student, assignment = self.batch, self.student, self.batch.assignment
        outcome, executed = self.outcome, self._executed()
        if not executed or outcome.plan == UNCHANGED:
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
                # One of them stands for all; recording any of them takes the key away.
                found = notebook_id(gradebook, next(iter(executed)), assignment, student)
                self.key = self._key(given(gradebook, assignment, student).get(student, ""))
                set_finished(gradebook.db, found, self.key)
                gradebook.db.commit()
            batch.finished[student] = self.key

    def _executed(self) -> dict[str, NotebookNode]:
        """Return the executed notebooks, if all are there."""
        found = {name: one.executed for name, one in self._notebooks.items()}
        whole = {name: notebook for name, notebook in found.items() if notebook is not None}
        return whole if len(whole) == len(found) else {}

    def _is_returned(self) -> bool:
        course, assignment = self.batch.course, self.batch.assignment
        return all(
            (course.folder(step, self.student, assignment) / f"{name}{ending}").is_file()
            for step, ending in (("autograded", ".ipynb"), ("feedback", ".html"))
            for name in self._notebooks
        )


def said(error: BaseException) -> str:
    """Return one short line on an exception."""
    lines = str(error).strip().splitlines() or [""]
    return f"{type(error).__name__}: {lines[0]}"[:300]
