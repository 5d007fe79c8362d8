"""Takes what students hand in out of the exchange and puts it into the queue."""

import shutil
import time
from collections.abc import Callable
from pathlib import Path

from graders.exchange import Exchange, Receipt, SubmissionGone, SubmissionRefused, forget
from graders.files import replace_folder
from graders.service.log_lines import Event, say
from graders.service.paths import copy_of, digest_of, pages_of
from graders.service.policy import DAY, Policy
from graders.service.queue import Queue
from graders.service.shares import Shares

# How many submissions of an account are tried in its turn, if the first makes trouble.
TRIED = 3
# Seconds after which it is looked again who is there.
TURN = 1.0


class _Known:
    """The names of submissions that were taken in, also of those whose student was forgotten."""

    def __init__(self, queue: Queue):
        self._names, self._forgotten = queue.names(), queue.forgotten()

    def __contains__(self, name: object) -> bool:
        if name in self._names:
            return True
        return bool(self._forgotten) and digest_of(str(name)) in self._forgotten

    def add(self, name: str) -> None:
        """Note one more."""
        self._names.add(name)


class Receiver:
    """Empties the exchange into the queue of the course in a folder."""

    def __init__(
        self,
        exchange: Exchange,
        queue: Queue,
        policy: Policy,
        course: Path,
        alive: Callable[[], None] = lambda: None,
    ):
        self._exchange, self._queue, self._policy = exchange, queue, policy
        self._course, self._alive = course, alive
        self._known = _Known(queue)
        self._shares = Shares(policy)
        self._seconds: dict[int, float] = {}  # that the last submission of an account took

    def receive(self) -> int:
        """Take in the oldest submission of each account; return how many that were.

        First of those whose last one was quickly taken in, and as many as there is time for.
        What one submission raises is raised at the end; it is received the next time.
        """
        taken = 0
        trouble: Exception | None = None
        begun = time.monotonic()
        waiting = self._exchange.waiting(self._known)
        for owner in sorted(waiting, key=lambda one: self._seconds.get(one, 0.0)):
            if self._shares.is_used_up(owner):
                continue  # the account was told, and its folders stay where they are
            if time.monotonic() - begun > TURN:
                break  # those who came meanwhile do not wait for the rest
            for name in waiting[owner][:TRIED]:
                self._alive()
                try:
                    self._take(owner, name)
                    taken += 1
                    break
                except SubmissionGone:
                    continue
                except Exception as error:  # one that makes trouble does not stop the others
                    trouble = error
        if trouble is not None:
            raise trouble
        return taken

    def _take(self, owner: int, name: str) -> None:
        """Take in one submission: first the copy, then the queue, so that neither is missing."""
        begun = time.monotonic()
        receipt, refused = Receipt(), ""
        target = copy_of(self._course, name)
        partial = target.with_suffix(".part")
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir(parents=True)
        try:
            self._exchange.receive(name, partial, receipt)
            refused = self._shares.note(owner, partial, self._given(receipt.student))
            if not self._may_be_handed_in(receipt.assignment):
                refused = f"There is no assignment {receipt.assignment!r} in this course."
            if refused:
                forget(partial)
        except SubmissionRefused as error:
            refused = self._shares.note(owner, partial) or str(error)
        except SubmissionGone:
            partial.rmdir()
            raise
        replace_folder(partial, target)  # which is there if this was interrupted before
        not_before = None
        if not refused:
            counted = self._queue.counted(receipt.student, receipt.assignment)
            not_before = self._policy.not_before(receipt.received, counted)
        self._queue.add(name, receipt, not_before=not_before, refused=refused)
        self._known.add(name)
        self._seconds[owner] = time.monotonic() - begun
        said = {"refused": refused} if refused else {}
        say(Event.RECEIVED, name, receipt.student, receipt.assignment, **said)

    def _may_be_handed_in(self, assignment: str) -> bool:
        """Whether an assignment is there, and was shown to students: its pages show all of it."""
        if not any((self._course / "release" / assignment).glob("*.ipynb")):
            return False
        accepted = "assignment = :assignment AND stage != 'refused'"
        return self._exchange.is_released(assignment) or bool(
            self._queue.find(accepted, limit=1, assignment=assignment)
        )

    def _given(self, student: str) -> int:
        """Return the bytes of the feedback pages that were made for a student within a day."""
        recent = "student = :student AND finished > :since"
        found = self._queue.find(recent, student=student, since=time.time() - DAY)
        return sum(
            path.stat().st_size
            for row in found
            for path in pages_of(self._course, row.id).glob("*.html")
        )
