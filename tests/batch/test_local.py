"""The processes that execute submissions: whatever ends one, it is noticed and none is left."""

import os
import signal
import struct
import sys
import time
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.context import ForkServerProcess

import psutil
import pytest

from graders.batch.local import LocalWorkers
from graders.batch.task import Task
from graders.execute.settings import Settings
from tests.conftest import IMPORTS


@pytest.fixture
def workers():
    workers = LocalWorkers(2, imports=IMPORTS)
    yield workers
    workers.close()


def half_a_reply() -> None:
    """Begin to send a reply to the executor, and die."""
    frame = sys._getframe()
    while "result_queue" not in frame.f_locals:
        frame = frame.f_back
    replies = frame.f_locals["result_queue"]
    replies._wlock.acquire()
    os.write(replies._writer.fileno(), struct.pack("!i", 1000) + b"half")
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.exhaustive
def test_when_a_process_is_killed_in_the_middle_of_its_reply_then_it_is_noticed(workers):
    future = workers.start().submit(half_a_reply)
    (process,) = workers._executor._processes.values()
    process.join(30)
    time.sleep(0.5)
    assert not future.done()  # the executor by itself would wait for ever
    workers.check()
    with pytest.raises((BrokenProcessPool, OSError)) as refused:  # which one, a race decides
        workers.submit({"small": Task("{}", "", {}, Settings())})
    assert workers.lost(refused.value)
    error = future.exception(30)
    assert isinstance(error, BrokenProcessPool) and workers.lost(error)


def test_when_work_itself_fails_on_a_file_then_no_process_is_lost(workers):
    error = workers.start().submit(os.stat, "/no/such/file").exception(30)
    assert isinstance(error, OSError) and not workers.lost(error)


def test_when_it_is_interrupted_while_a_process_starts_then_none_is_left(workers, monkeypatch):
    workers.start().submit(time.sleep, 30)
    started = []

    def start(process):
        ForkServerProcess.__base__.start(process)
        started.append(process.pid)
        signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr(ForkServerProcess, "start", start)
    # A test run in the background of a shell would ignore it.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with pytest.raises(KeyboardInterrupt):
            workers.submit({"small": Task("{}", "", {}, Settings())})
    finally:
        signal.signal(signal.SIGINT, before)
    (pid,) = started
    assert psutil.pid_exists(pid)
    template = workers._template._process
    workers.close()
    assert not psutil.pid_exists(pid) and template.poll() is not None
