"""Takes what students hand in out of the exchange and puts it into the queue."""

import logging
import shutil
from pathlib import Path

from graders.exchange import Exchange, Refused, Taken
from graders.policy import Policy
from graders.service.places import copy_of
from graders.service.queue import Queue

log = logging.getLogger(__name__)


class Receiver:
    """Empties the exchange into the queue.

    Parameters
    ----------
    exchange : Exchange
    queue : Queue
    policy : Policy
    course : Path
        The course's folder.
    """

    def __init__(self, exchange: Exchange, queue: Queue, policy: Policy, course: Path):
        self._exchange, self._queue, self._policy = exchange, queue, policy
        self._course = course
        self._known = queue.names()

    def receive(self) -> int:
        """Take in all that has come; return how many submissions that were.

        Raises
        ------
        OSError
            If a copy cannot be written; what is left is taken in the next time.
        """
        before, trouble = len(self._known), None
        for name in self._exchange.names(self._known):
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
        taken, refused = Taken(), ""
        target = copy_of(self._course, name)
        partial = target.with_suffix(".part")
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir(parents=True)
        try:
            self._exchange.take(name, partial, taken)
            if not any(self._course.glob(f"release/{taken.assignment}/*.ipynb")):
                refused = f"There is no assignment {taken.assignment!r} in this course."
        except Refused as error:
            refused = str(error)
        # Left over if this was interrupted before.
        shutil.rmtree(target, ignore_errors=True)
        partial.rename(target)
        not_before = None
        if not refused:
            counted = self._queue.counted(taken.student, taken.assignment)
            not_before = self._policy.not_before(taken.received, counted)
        self._queue.add(
            name,
            taken.student,
            taken.assignment,
            taken.received,
            not_before=not_before,
            refused=refused,
            notes=taken.notes,
        )
        log.info("received %s: %s", ascii(name), refused or "accepted")
