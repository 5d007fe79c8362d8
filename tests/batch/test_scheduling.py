"""Giving submissions out: who takes a worker down uses up nobody else's attempts."""

import os
import signal
import time
from collections.abc import Callable
from concurrent.futures import Future

import pytest

from graders.batch import scheduling
from graders.batch.local import LocalWorkers
from graders.batch.scheduling import Failure, stream
from tests.conftest import IMPORTS


class Calls(LocalWorkers):
    """Real processes of which each task is a call."""

    def submit(self, task: Callable) -> Future:
        return self.start().submit(task)


def ended() -> None:
    """Take the worker down."""
    os.kill(os.getpid(), signal.SIGKILL)


def slow() -> dict[str, str]:
    """Take longer than the others need to take the worker down."""
    time.sleep(1)
    return {"small": "{}"}


def read(task: Callable) -> Future:
    future: Future = Future()
    future.set_result(task)
    return future


@pytest.mark.exhaustive
@pytest.mark.parametrize("order", [(ended, slow), (slow, ended, slow, ended)])
def test_who_takes_the_worker_down_again_and_again_is_given_up_alone(order):
    workers = Calls(2, imports=IMPORTS)
    started = []
    try:
        tasks = ((number, read(task)) for number, task in enumerate(order))
        done = dict(stream(workers, tasks, started.append))
    finally:
        workers.close()
    assert sorted(started) == sorted(done) == list(range(len(order)))
    for number, task in enumerate(order):
        if task is slow:
            assert done[number] == {"small": "{}"}
        else:
            assert isinstance(done[number], Failure)
            assert "its worker ended 3 times" in done[number].reason


def test_who_takes_long_to_read_holds_up_nobody_else(monkeypatch):
    monkeypatch.setattr(scheduling, "SLOW", 0.1)
    workers = Calls(1, imports=IMPORTS)
    never = [Future() for _ in range(scheduling.MAX_SLOW)]
    tasks = [*never, *(read(None) for _ in range(20)), *(Future() for _ in range(9))]
    taken = []
    try:
        steps = stream(workers, ((taken.append(n) or n, task) for n, task in enumerate(tasks)))
        assert sorted(next(steps)[0] for _ in range(20)) == list(range(4, 24))
        for future in never:
            future.set_result(None)
        assert sorted(next(steps)[0] for _ in range(4)) == [0, 1, 2, 3]
        assert len(taken) < len(tasks)  # there is an end to it
    finally:
        workers.close()
