"""Takes what students hand in out of the exchange and puts it into the queue."""

import logging
import shutil
from collections.abc import Callable
from pathlib import Path

from graders.exchange import Exchange, Receipt, SubmissionRefused, forget
from graders.files import replace_folder
from graders.service.paths import copy_of
from graders.service.policy import Policy
from graders.service.queue import Queue

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

    def receive(self) -> int:
        """Take in all that has come; return how many submissions that were.

        Raises
        ------
        OSError
            If a copy cannot be written; what is left is received the next time.
        """
        before, trouble = len(self._known), None
        for name in self._exchange.names(self._known):
            self._alive()
            try:
                if self._exchange.is_complete(name):
                    self._take(name)
                    self._known.add(name)
            except OSError as error:  # one that makes trouble does not stop the others
                trouble = error
        if trouble is not None:
            raise trouble
        return len(self._known) - before

    def _take(self, name: str) -> None:
        """Take in one submission: first the copy, then the queue, so that neither is missing."""
        receipt, refused = Receipt(), ""
        target = copy_of(self._course, name)
        partial = target.with_suffix(".part")
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir(parents=True)
        try:
            self._exchange.receive(name, partial, receipt)
            if not any(self._course.glob(f"release/{receipt.assignment}/*.ipynb")):
                refused = f"There is no assignment {receipt.assignment!r} in this course."
                forget(partial)
        except SubmissionRefused as error:
            refused = str(error)
        replace_folder(partial, target)  # which is there if this was interrupted before
        not_before = None
        if not refused:
            counted = self._queue.counted(receipt.student, receipt.assignment)
            not_before = self._policy.not_before(receipt.received, counted)
        self._queue.add(name, receipt, not_before=not_before, refused=refused)
        log.info("received %s: %s", ascii(name), refused or "accepted")
