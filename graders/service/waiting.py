"""When it is a waiting submission's turn: how many are before it, and how long that takes."""

import statistics
import time
from dataclasses import dataclass

from graders.service.queue import Queue

# Of how many submissions, the last ones, the time that grading takes is the median.
TIMED = 30


@dataclass(frozen=True)
class Turn:
    """When it is a waiting submission's turn.

    Attributes
    ----------
    before : int
        How many are graded before it.
    seconds : float or None
        Until its feedback is there, roughly; None if nobody knows yet.
    """

    before: int
    seconds: float | None


def turns(queue: Queue, share: int) -> dict[int, Turn]:
    """Return when it is whose turn, by the submission's number: of those graded now, too.

    As many are graded at once as are now. How long each takes is known from those before.

    Parameters
    ----------
    queue : Queue
    share : int
        See `Queue.start_next`.
    """
    running, waiting = queue.find("stage = 'grading'"), queue.upcoming(share)
    takes = {one.assignment: _takes(queue, one.assignment) for one in [*running, *waiting]}
    now, at_once = time.time(), max(1, len(running))
    found = {}
    work: float | None = 0.0  # of those before, in seconds
    for one in running:
        own = takes[one.assignment]
        left = None if own is None else max(1.0, own - (now - (one.started or now)))
        found[one.id] = Turn(0, left)
        work = _sum(work, left)
    for before, one in enumerate(waiting):
        own = takes[one.assignment]
        found[one.id] = Turn(before, _sum(None if work is None else work / at_once, own))
        work = _sum(work, own)
    return found


def _takes(queue: Queue, assignment: str) -> float | None:
    found = queue.durations(assignment, TIMED)
    return statistics.median(found) if found else None


def _sum(one: float | None, other: float | None) -> float | None:
    return None if one is None or other is None else one + other
