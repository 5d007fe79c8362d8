"""Processes of this machine that execute submissions and share one warm template."""

import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from multiprocessing import forkserver
from typing import Any

from graders.batch.task import Tasks, perform
from graders.execute.sandbox import SandboxFailed, Template


class LocalWorkers:
    """Processes of this machine, which share one warm template made with the options.

    By default there are as many as processors to be used.
    """

    def __init__(self, size: int | None = None, **options: Any):
        self.size = size or len(os.sched_getaffinity(0))
        self._options = options
        self._template: Template | None = None
        self._executor: ProcessPoolExecutor | None = None

    def submit(self, task: Tasks) -> Future:
        """Give out a task; the first ones start the processes."""
        executor = self.start()
        with _uninterrupted():
            return executor.submit(_execute, task)

    def start(self) -> Executor:
        """Start what is not there, so that it is warm before the first task."""
        if self._executor is None:
            self._template = Template(**self._options)
            # Not forked from this process, which has a gradebook and threads.
            context = multiprocessing.get_context("forkserver")
            context.set_forkserver_preload([__name__])
            forkserver.ensure_running()  # imports while the template does
            self._executor = ProcessPoolExecutor(
                self.size, context, initializer=_begin, initargs=(self._template,)
            )
        return self._executor

    def lost(self, error: BaseException) -> bool:
        """Whether a process or the template has ended."""
        if isinstance(error, SandboxFailed):
            return self._template is not None and self._template.ends(within=1)
        # What a new process is to inherit may be closed before the executor knows that it broke.
        executor = self._executor
        return isinstance(error, BrokenProcessPool) or (
            isinstance(error, OSError)
            and executor is not None
            and (bool(executor._broken) or _has_ended(executor))
        )

    def check(self) -> None:
        """Help the executor where it does not notice by itself that a process has ended."""
        executor = self._executor
        if executor and _has_ended(executor):
            _end(executor)

    def close(self) -> None:
        """End the processes, and whatever they are doing."""
        with _uninterrupted():
            executor, self._executor = self._executor, None
            if executor is not None:
                _end(executor)
                executor.shutdown(wait=False, cancel_futures=True)
            if self._template is not None:
                self._template.close()
                self._template = None


def _processes(executor: ProcessPoolExecutor) -> list[multiprocessing.Process]:
    return list((executor._processes or {}).values())


def _has_ended(executor: ProcessPoolExecutor) -> bool:
    """Whether one of the processes has ended."""
    return not all(process.is_alive() for process in _processes(executor))


def _end(executor: ProcessPoolExecutor) -> None:
    """Kill the processes; the executor notices, and is broken."""
    for process in _processes(executor):
        with suppress(ProcessLookupError):
            process.kill()
        process.join()
    if executor._result_queue is not None:
        # One that ended in the middle of a reply leaves the executor reading the rest of it, for
        # as long as somebody could write it. Now that is nobody.
        executor._result_queue._writer.close()  # type: ignore[attr-defined]


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Put Ctrl-C off: a process that is being started when it comes would be known to nobody."""
    if threading.current_thread() is not threading.main_thread():
        yield  # other threads are never interrupted
        return
    came = []
    before = signal.signal(signal.SIGINT, lambda *_: came.append(True))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
        if came:
            signal.raise_signal(signal.SIGINT)


_shared: Template | None = None


def _begin(template: Template) -> None:
    """Prepare a process of `LocalWorkers`."""
    global _shared
    _shared = template
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the one that gives the work
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """End this process when the one that gives the work has ended, even if it was killed."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
    os._exit(1)


def _execute(task: Tasks) -> dict[str, str]:
    """Do a task in a process of `LocalWorkers`."""
    return perform(task, _shared)
