"""Takes what students hand in out of the exchange and puts it into the queue."""

import logging
import os
import shutil
from collections.abc import Callable
from pathlib import Path

from graders.exchange import Exchange, Receipt, SubmissionRefused, forget
from graders.files import replace_folder
from graders.service.paths import copy_of
from graders.service.policy import Policy
from graders.service.queue import Queue
from graders.service.shares import Shares

# How many submissions of an account are tried in its turn, if the first makes trouble.
TRIED = 3

log = logging.getLogger(__name__)


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
        self._known = queue.names()
        self._shares = Shares(policy)

    def receive(self) -> int:
        """Take in the oldest submission of each account; return how many that were.

        What one submission raises is raised at the end; it is received the next time.
        """
        taken = 0
        trouble: Exception | None = None
        for owner, names in self._exchange.waiting(self._known).items():
            if self._shares.is_used_up(owner):
                continue  # the account was told, and its folders stay where they are
            for name in names[:TRIED]:
                self._alive()
                try:
                    self._take(owner, name)
                    taken += 1
                    break
                except Exception as error:  # one that makes trouble does not stop the others
                    if os.path.lexists(self._exchange.inbound / name):
                        trouble = error
        if trouble is not None:
            raise trouble
        return taken

    def _take(self, owner: int, name: str) -> None:
        """Take in one submission: first the copy, then the queue, so that neither is missing."""
        receipt, refused = Receipt(), ""
        target = copy_of(self._course, name)
        partial = target.with_suffix(".part")
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir(parents=True)
        try:
            self._exchange.receive(name, partial, receipt)
            refused = self._shares.note(owner, partial)
            if not any((self._course / "release" / receipt.assignment).glob("*.ipynb")):
                refused = f"There is no assignment {receipt.assignment!r} in this course."
            if refused:
                forget(partial)
        except SubmissionRefused as error:
            refused = self._shares.note(owner, partial) or str(error)
        replace_folder(partial, target)  # which is there if this was interrupted before
        not_before = None
        if not refused:
            counted = self._queue.counted(receipt.student, receipt.assignment)
            not_before = self._policy.not_before(receipt.received, counted)
        self._queue.add(name, receipt, not_before=not_before, refused=refused)
        self._known.add(name)
        log.info("received %s: %s", ascii(name), refused or "accepted")
