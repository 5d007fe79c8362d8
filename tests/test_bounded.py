"""Calls with bounds: what does not come back is ended, and the next call is as any other."""

import logging
import operator
import os
import re
import signal
import threading
import time

import psutil
import pytest

from graders import bounded


def test_an_ordinary_call_returns_what_the_function_does_and_processes_are_kept():
    pids = {bounded.call(os.getpid, seconds=1)[0] for _ in range(20)}
    assert len(pids) == 1 and os.getpid() not in pids
    value, used = bounded.call(operator.add, "x" * 10**7, "y", seconds=1)
    assert len(value) == 10**7 + 1 and 0 <= used < 1


@pytest.mark.parametrize(
    ("function", "arguments", "said"),
    [
        (re.fullmatch, ("(a*)*b", "a" * 50), "processor time"),
        (time.sleep, (1000,), "processor time"),
        (operator.mul, (b"x", 10**10), "memory"),
        (os._exit, (0,), "ended"),
        (os.abort, (), "ended"),
        (os.kill, (0, signal.SIGKILL), "ended"),
    ],
)
def test_what_does_not_come_back_is_ended(function, arguments, said, monkeypatch):
    monkeypatch.setattr(bounded, "CLOCK", 2)
    before = bounded.call(os.getpid, seconds=1)[0]
    with pytest.raises(bounded.LimitError, match=said):
        bounded.call(function, *arguments, seconds=0.2)
    assert not psutil.pid_exists(before)
    assert bounded.call(operator.add, 1, 2, seconds=1)[0] == 3


def test_exceptions_and_what_is_logged_come_back(caplog):
    with pytest.raises(bounded.CallError, match="ZeroDivisionError: division") as raised:
        bounded.call(operator.truediv, 1, 0, seconds=1)
    assert "Traceback" in raised.value.trace
    with pytest.raises(bounded.CallError, match="pickle"):
        bounded.call(threading.Lock, seconds=1)
    bounded.call(logging.warning, "a word of %s", "warning", seconds=1)
    assert "a word of warning" in caplog.text


def test_it_writes_no_files(tmp_path):
    with pytest.raises(bounded.CallError, match="too large"):
        bounded.call((tmp_path / "file").write_text, "x", seconds=1)


def test_calls_in_several_threads_do_not_wait_for_each_other():
    failed = []

    def endless():
        with pytest.raises(bounded.LimitError):
            bounded.call(time.sleep, 1000, seconds=50)
        failed.append(True)

    thread = threading.Thread(target=endless)
    thread.start()
    while not bounded._busy:
        time.sleep(0.01)
    assert bounded.call(operator.add, 1, 2, seconds=1)[0] == 3
    bounded.end()
    thread.join(30)
    assert failed
