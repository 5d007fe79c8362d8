"""Gives the submissions of a class out to those who execute them, several at a time.

Execution is pure, so what is lost with a worker is simply done again.
"""

import logging
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol, TypeVar

from graders.batch.task import Tasks
from graders.execute.budget import GivesWay
from graders.execute.sandbox import SandboxFailed, SandboxUnavailable

# Submissions that take many seconds to read hold up nobody else, so many of them at a time.
SLOW, MAX_SLOW = 2.0, 4
# How often a submission may take its worker down, while nothing else runs, before it is given up.
ATTEMPTS = 3
Name = TypeVar("Name")

log = logging.getLogger(__name__)


class WorkersLost(RuntimeError):
    """No worker is left and none can be had; what was done before is kept."""


@dataclass(frozen=True)
class Failure:
    """Why a submission could not be executed."""

    reason: str


@dataclass(frozen=True)
class GaveWay:
    """A submission took longer than its first try, and was not executed to its end."""


class _Item(NamedTuple):
    """A submission that was read, and which attempt at it this is."""

    name: Any
    task: Tasks
    attempt: int = 1


class Workers(Protocol):
    """Something that executes submissions, `size` at a time."""

    size: int

    def submit(self, task: Tasks) -> Future:
        """Give out a task, to a new executor if the old one was closed."""

    def lost(self, error: BaseException) -> bool:
        """Whether an error means that a worker was lost, not that a submission is at fault.

        Raises
        ------
        WorkersLost
            If no other can be had.
        """

    def check(self) -> None:
        """Notice a loss that no task tells of.

        Raises
        ------
        WorkersLost
        """

    def close(self) -> None:
        """End what was started."""


def stream(
    workers: Workers,
    tasks: Iterable[tuple[Name, Future[Tasks | None]]],
    started: Callable[[Name], None] = lambda name: None,
) -> Iterator[tuple[Name, dict[str, str] | Failure | GaveWay | None]]:
    """Have submissions read and executed, several at a time; yield each as soon as it is done.

    No more are taken from `tasks` than keep the workers busy, so any number may stream through. An
    iterator that has none at the moment may have more later: it is asked again, every second at
    least, as long as anything is running.

    Parameters
    ----------
    workers : Workers
    tasks : iterable of (name, future of Tasks or None)
        The tasks are there when the submission is read. One with nothing to do (None) is passed on.
    started : callable
        Is called with each name when its task is handed out.

    Yields
    ------
    name, dict or Failure or GaveWay or None
        The executed notebooks as `perform` returns them.

    Raises
    ------
    WorkersLost
        If the workers are gone for good.
    SandboxUnavailable
        If student code cannot be isolated.
    """
    source = iter(tasks)
    reading: dict[Future, tuple[Name, float]] = {}
    waiting: deque[_Item] = deque()
    running: dict[Future, _Item] = {}
    # Of those that were lost together nobody knows whose fault it was: each is run alone.
    suspects: deque[_Item] = deque()
    alone = False

    def hand_out(item: _Item) -> None:
        while True:
            try:
                running[workers.submit(item.task)] = item
                return
            except Exception as error:
                if not workers.lost(error):
                    raise
                workers.close()

    def has_room() -> bool:
        since = time.monotonic() - SLOW
        slow = sum(begun < since for _, begun in reading.values())
        count = sum(map(len, (reading, waiting, running, suspects)))
        # One more than can run, so that none waits for the recording of another.
        return count - min(slow, MAX_SLOW) < workers.size + 1

    def fill() -> None:
        nonlocal alone
        while has_room():
            if (new := next(source, None)) is None:
                break
            name, read = new
            reading[read] = name, time.monotonic()
        if not running:
            alone = bool(suspects)
            if suspects:
                hand_out(suspects.popleft())
        while waiting and not (alone or suspects):
            item = waiting.popleft()
            if item.attempt == 1:
                started(item.name)
            hand_out(item)

    fill()
    while reading or running:
        ready, _ = wait([*reading, *running], timeout=1, return_when=FIRST_COMPLETED)
        if not ready:
            workers.check()
        for future in ready:
            if future in reading:
                name, _ = reading.pop(future)
                if (task := future.result()) is not None:
                    waiting.append(_Item(name, task))
                    fill()
                else:
                    fill()
                    yield name, None
            if future not in running:
                continue
            item = running.pop(future)
            error = future.exception() if not future.cancelled() else BrokenProcessPool("cancelled")
            if error is None:
                fill()
                yield item.name, future.result()
            elif isinstance(error, SandboxUnavailable):
                raise error
            elif isinstance(error, GivesWay):
                fill()
                yield item.name, GaveWay()
            elif not (lost := workers.lost(error)) and not isinstance(error, SandboxFailed):
                log.error("a submission could not be executed", exc_info=error)
                yield item.name, Failure(f"{type(error).__name__}: {error}"[:300])
            else:
                if lost:
                    workers.close()
                if lost and running:
                    suspects += [item, *running.values()]
                    running.clear()
                elif item.attempt < ATTEMPTS:
                    again = item._replace(attempt=item.attempt + 1)
                    (suspects if lost else waiting).append(again)
                else:
                    reason = f"its worker ended {ATTEMPTS} times, at last with: {error}"
                    yield item.name, Failure(reason)
        fill()
