"""Gives the submissions of a class out to those who execute them, several at a time.

Execution is pure, so what is lost with a worker is simply done again.
"""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from typing import Protocol, TypeVar

from graders.kernels import SandboxFailed, SandboxUnavailable
from graders.work import Done, Work, perform

# How often a submission may take its worker down before it is given up.
ATTEMPTS = 3
Name = TypeVar("Name")


class WorkersLost(RuntimeError):
    """No worker is left and none can be had; what was done before is kept."""


@dataclass(frozen=True)
class Failure:
    """Why a submission could not be executed.

    Attributes
    ----------
    reason : str
    """

    reason: str


class Workers(Protocol):
    """Something that executes submissions.

    Attributes
    ----------
    size : int
        How many at a time.
    """

    size: int

    def submit(self, work: Work) -> Future:
        """Give out a piece of work, to a new executor if the old one was lost."""

    def lost(self, error: BaseException) -> bool:
        """Whether an error means that a worker was lost, not that a submission is at fault."""

    def check(self) -> None:
        """Notice a loss that no work tells of.

        Raises
        ------
        WorkersLost
        """

    def renew(self) -> None:
        """Have a new executor after the old one was lost.

        Raises
        ------
        WorkersLost
            If that is impossible.
        """

    def close(self) -> None:
        """End what was started."""


class ThisProcess:
    """No workers: this process does the work itself, with its own template, one after the other."""

    size = 0

    def submit(self, work: Work) -> Future:
        """Do it now."""
        future: Future = Future()
        try:
            future.set_result(perform(work))
        except Exception as error:
            future.set_exception(error)
        return future

    def lost(self, error: BaseException) -> bool:
        """Never."""
        return False

    def check(self) -> None:
        """All is well."""

    def renew(self) -> None:
        """There is nothing to renew."""

    def close(self) -> None:
        """There is nothing to close: the template serves the whole process."""


def stream(
    workers: Workers,
    works: Iterable[tuple[Name, Work | None]],
    started: Callable[[Name], None] = lambda name: None,
) -> Iterator[tuple[Name, Done | Failure | None]]:
    """Have submissions executed, several at a time; yield each as soon as it is done.

    No more are taken from `works` than keep the workers busy, so any number may stream through. An
    iterator that has none at the moment may have more later: it is asked again, every second at
    least, as long as anything is running.

    Parameters
    ----------
    workers : Workers
    works : iterable of (name, Work or None)
        Of what there is nothing to do (None) is done at once.
    started : callable
        Is told each name when its work is handed out.

    Yields
    ------
    name, Done or Failure or None

    Raises
    ------
    WorkersLost
        If the workers are gone for good.
    SandboxUnavailable
        If student code cannot be isolated.
    """
    source = iter(works)
    running: dict[Future, tuple[Name, Work | None, int]] = {}

    def hand_out(name: Name, work: Work | None, attempt: int) -> None:
        if work is None:
            future: Future = Future()
            future.set_result(None)
            running[future] = name, work, attempt
            return
        while True:
            try:
                future = workers.submit(work)
            except Exception as error:
                if not workers.lost(error):
                    raise
                workers.renew()
            else:
                running[future] = name, work, attempt
                return

    def fill() -> None:
        # One more than can run, so that none waits for the recording of another.
        while len(running) < workers.size + 1 and (item := next(source, None)) is not None:
            if item[1] is not None:
                started(item[0])
            hand_out(*item, 1)

    fill()
    while running:
        ready, _ = wait(running, timeout=1, return_when=FIRST_COMPLETED)
        if not ready:
            workers.check()
        for future in ready:
            if future not in running:
                continue
            name, work, attempt = running.pop(future)
            error = future.exception() if not future.cancelled() else BrokenProcessPool("cancelled")
            if error is None:
                fill()
                yield name, future.result()
            elif isinstance(error, SandboxUnavailable):
                raise error
            elif not workers.lost(error) and not isinstance(error, SandboxFailed):
                yield name, Failure(f"{type(error).__name__}: {error}")
            else:
                # Nobody knows whose fault it was, so each of those lost has used an attempt.
                again = [(name, work, attempt)]
                if workers.lost(error):
                    again += running.values()
                    running.clear()
                    workers.renew()
                for name_, work_, attempt_ in again:
                    if attempt_ < ATTEMPTS:
                        hand_out(name_, work_, attempt_ + 1)
                    else:
                        reason = f"its worker ended {ATTEMPTS} times, at last with: {error}"
                        yield name_, Failure(reason)
        fill()
