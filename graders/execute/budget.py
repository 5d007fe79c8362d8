"""Limits of processor time, with the clock as a backstop against what sleeps.

Whether a solution is in time shall not depend on what else the machine does. So what counts is the
processor time of all processes in a sandbox. Time by the clock counts only for what sleeps or
waits: time in which a process was ready to run and no processor was free is taken off.
"""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from graders.execute.sandbox import Usage
from graders.execute.wire.frames import Deadline
from graders.notebook.results import Interruption, State

# By the clock, in multiples of a limit: for what sleeps or waits, and whatever was waited for.
ASLEEP, ALTOGETHER = 4, 20
# Seconds between two looks at what was used, at least. What answers sooner costs no look.
LOOK = 0.25
_PROCESSORS = os.cpu_count() or 1


class TimeLimitExceeded(TimeoutError):
    """A limit of processor time was reached, or one of its backstops by the clock."""

    def __init__(self, within: str, state: State = State.TIMED_OUT):
        super().__init__(within)
        self.state = state

    def interruption(self, what: str) -> Interruption:
        """Return what is said of something that, for example, "did not return"."""
        return Interruption(self.state, f"{what} within {self}")


class GivesWay(Exception):
    """What is run takes longer than a first try, and comes again when it is its turn."""


class _FirstTry:
    """A time after which everything is given up, whatever runs at the moment."""

    def __init__(self, limit: float, usage: Callable[[], Usage]):
        self._limit, self._usage = limit, usage
        self._started = time.monotonic()
        self.at = self._started + limit / _PROCESSORS

    def check(self) -> None:
        """Give up, or set a later time."""
        usage, now = self._usage(), time.monotonic()
        passed = now - self._started
        used = max(usage.cpu, passed - usage.waited, passed / ASLEEP)
        if used > self._limit:
            raise GivesWay(f"it took more than {self._limit:g} s")
        self.at = now + max((self._limit - used) / _PROCESSORS, LOOK)


# Of this thread; whatever time a cell or a call may have, the first try comes before it.
_first_try: ContextVar[_FirstTry | None] = ContextVar("first_try", default=None)


@contextmanager
def first_try(limit: float | None, usage: Callable[[], Usage]) -> Iterator[None]:
    """Do something within a limit of its own, if there is one.

    Sleeping counts in full, a processor that was not free does not, up to four times the limit.

    Parameters
    ----------
    limit : float or None
        Seconds.
    usage : callable
        Tells what the processes have used.

    Raises
    ------
    GivesWay
        From within, wherever that is.
    """
    token = _first_try.set(None if limit is None else _FirstTry(limit, usage))
    try:
        yield
    finally:
        _first_try.reset(token)


class Budget(Deadline):
    """The time that something may take, from now on.

    Parameters
    ----------
    limit : float
        Seconds of processor time.
    usage : callable
        Tells what the processes have used. It is asked when the limit may have been reached, and
        not sooner.
    used : Usage, optional
        What they had used before; by default, what they have used at the first look.
    """

    def __init__(self, limit: float, usage: Callable[[], Usage], used: Usage | None = None):
        self._limit, self._usage, self._before = limit, usage, used
        self._started = time.monotonic()
        super().__init__(self._started + min(LOOK, limit / 4))

    def passed(self) -> None:
        """Look what was used, and when to look again.

        Raises
        ------
        TimeLimitExceeded
        GivesWay
            See `first_try`.
        """
        if (first := _first_try.get()) is not None and time.monotonic() > first.at:
            first.check()
        usage, now = self._usage(), time.monotonic()
        if self._before is None:
            self._before = usage
        cpu, waited = usage.minus(self._before)
        passed = now - self._started
        asleep, altogether = ASLEEP * self._limit, ALTOGETHER * self._limit
        if cpu > self._limit:
            raise TimeLimitExceeded(f"{self._limit:g} s of processor time")
        if passed - waited > asleep:
            raise TimeLimitExceeded(f"{asleep:g} s, most of which it slept or waited")
        if passed > altogether:
            said = f"{altogether:g} s: the machine was too busy, and an instructor will look at it"
            raise TimeLimitExceeded(said, State.GRADER_ERROR)
        left = min((self._limit - cpu) / _PROCESSORS, asleep - passed + waited, altogether - passed)
        self.at = now + max(left, min(LOOK, self._limit / 4))
        if first is not None:
            self.at = min(self.at, max(first.at, now))
