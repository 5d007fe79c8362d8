"""A log that says the same thing once in a while."""

import io
import logging
import time

import pytest

from graders.service.seldom import WHILE, Seldom


@pytest.fixture
def log():
    logger, stream = logging.Logger("test"), io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.addFilter(Seldom())
    logger.addHandler(handler)
    logger.stream = stream
    return logger


def say(log, error):
    try:
        raise error
    except Exception as caught:
        log.error("it failed: %r", caught, exc_info=True)


def test_what_is_said_again_and_again_is_written_once_in_a_while(log, monkeypatch):
    for number in range(1000):
        say(log, OSError(24, f"too many open files {number}"))
    assert log.stream.getvalue().count("it failed") == 1
    now = time.monotonic()
    monkeypatch.setattr("graders.service.seldom.time.monotonic", lambda: now + WHILE)
    say(log, OSError("once more"))
    assert "(and 999 more of this kind before)" in log.stream.getvalue()


@pytest.mark.parametrize("error", [ValueError("another"), KeyError("third"), MemoryError()])
def test_another_kind_is_written(log, error):
    say(log, OSError("first"))
    say(log, error)
    assert log.stream.getvalue().count("it failed") == 2


def test_what_is_no_fault_is_always_written(log):
    for number in range(5):
        log.info("received %s", number)
    assert log.stream.getvalue().count("received") == 5
