"""Who executes submissions: processes of this machine, or a Dask cluster; one interface for both.

Execution is pure, so what is lost with a worker is simply done again.
"""

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from graders.kernels import SandboxFailed, SandboxUnavailable, Template
from graders.work import Done, Work, environment, perform

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

    def executor(self) -> Executor:
        """Return the executor in use, a new one if it was lost."""

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


class LocalWorkers:
    """Processes of this machine, which share one warm template.

    Parameters
    ----------
    size : int, optional
        How many; by default as many as there are processors to be used.
    options
        For the `Template`.
    """

    def __init__(self, size: int | None = None, **options: Any):
        self.size = size or len(os.sched_getaffinity(0))
        self._options = options
        self._template: Template | None = None
        self._executor: ProcessPoolExecutor | None = None

    def executor(self) -> Executor:
        """Return the processes, started when first asked for."""
        if self._executor is None:
            self._template = Template(**self._options)
            # Not forked from this process, which has a gradebook and threads.
            context = multiprocessing.get_context("forkserver")
            context.set_forkserver_preload(["graders.workers"])
            self._executor = ProcessPoolExecutor(
                self.size, context, initializer=_begin, initargs=(self._template,)
            )
        return self._executor

    def lost(self, error: BaseException) -> bool:
        """Whether a process or the template has ended."""
        if isinstance(error, SandboxFailed):
            return self._template is not None and not self._template.alive
        return isinstance(error, BrokenProcessPool)

    def check(self) -> None:
        """A lost process is told by its work."""

    def renew(self) -> None:
        """Start anew."""
        self.close()

    def close(self) -> None:
        """End the processes, and whatever they are doing."""
        executor, self._executor = self._executor, None
        if executor is not None:
            processes = list((executor._processes or {}).values())
            executor.shutdown(wait=False, cancel_futures=True)
            for process in processes:
                with suppress(ProcessLookupError):
                    process.kill()
                process.join()
        if self._template is not None:
            self._template.close()
            self._template = None


class ThisProcess(Executor):
    """No workers: this process does the work itself, with its own template, one after the other."""

    size = 0

    def executor(self) -> Executor:
        """Return itself."""
        return self

    def submit(self, call: Callable, /, *args: Any, **kwargs: Any) -> Future:
        """Do it now."""
        future: Future = Future()
        try:
            future.set_result(call(*args, **kwargs))
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


class DaskWorkers:
    """The workers of a Dask cluster that is there already.

    Parameters
    ----------
    address : str
        Of its scheduler, such as ``tcp://10.0.0.1:8786``.

    Raises
    ------
    WorkersLost
        If nobody answers there, or without any worker.
    """

    def __init__(self, address: str):
        from distributed import Client

        self._address = address
        try:
            self._client = Client(address, timeout="10s", set_as_default=False)
        except (OSError, ValueError) as error:
            raise WorkersLost(f"no Dask scheduler answers at {address}: {error}") from None
        threads = self._client.nthreads()
        if not threads:
            self._client.close()
            raise WorkersLost(f"the Dask scheduler at {address} has no workers")
        self.size = sum(threads.values())
        self._executor = self._client.get_executor(pure=False, retries=ATTEMPTS)
        others = {
            where: found
            for where, found in self._client.run(environment).items()
            if found != environment()
        }
        if others:
            self._client.close()
            raise WorkersLost(
                "other versions of Python, its libraries or this package than here are installed "
                f"on the workers {', '.join(sorted(others))}: grades could differ"
            )

    def executor(self) -> Executor:
        """Return Dask's."""
        return self._executor

    def lost(self, error: BaseException) -> bool:
        """Whether the scheduler is gone; lost workers are its own affair."""
        return self._client.status != "running"

    def check(self) -> None:
        """Raise WorkersLost if the scheduler is gone."""
        if self._client.status != "running":
            self.renew()

    def renew(self) -> None:
        """Give up: a scheduler that is gone does not come back by itself."""
        raise WorkersLost(f"the Dask scheduler at {self._address} is gone")

    def close(self) -> None:
        """Leave the cluster; it goes on."""
        with suppress(Exception):
            self._client.close(timeout=5)


_shared: Template | None = None


def _begin(template: Template) -> None:
    """Prepare a process of `LocalWorkers`."""
    global _shared
    _shared = template
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the one that gives the work
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """End this process when the one that gives the work has ended, even if it was killed."""
    multiprocessing.parent_process().join()
    os._exit(1)


def execute(work: Work) -> Done:
    """Do a piece of work in this process."""
    return perform(work, _shared)


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
                future = workers.executor().submit(execute, work)
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
