"""Messages over a stream socket."""

import socket
import struct
import threading
import time

import pytest

from graders import frames


@pytest.fixture
def pair():
    """Two ends of a connection."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        yield ours, theirs


@pytest.mark.parametrize("body", [b"", b"short", bytes(range(256)) * 40_000])
def test_a_message_arrives_whole(pair, body):
    ours, theirs = pair
    sender = threading.Thread(target=frames.send, args=(ours, {"a": [1, "é"]}, body))
    sender.start()
    assert frames.receive(theirs, most=len(body)) == ({"a": [1, "é"]}, body)
    sender.join()


@pytest.mark.parametrize(("text", "body"), [(2, 101), (2, 2**63), (frames.MAX_HEADER + 1, 0)])
def test_a_message_that_is_too_large_is_refused_before_it_is_read(pair, text, body):
    ours, theirs = pair
    ours.sendall(struct.pack("<IQ", text, body))
    with pytest.raises(frames.TooLarge):
        frames.receive(theirs, most=100)


def test_a_message_that_is_cut_short_is_none(pair):
    ours, theirs = pair
    ours.sendall(struct.pack("<IQ", 2, 10) + b"{}123")
    ours.close()
    with pytest.raises(EOFError):
        frames.receive(theirs)


def test_a_message_that_never_ends_is_given_up(pair):
    ours, theirs = pair
    ours.sendall(struct.pack("<IQ", 2, 10) + b"{}123")
    with pytest.raises(TimeoutError):
        frames.receive(theirs, time.monotonic() + 0.1)
