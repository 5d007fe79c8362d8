"""Messages over a stream socket."""

import socket
import struct
import threading
import time

import pytest

from graders import frames, wire


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


@pytest.mark.parametrize("sent", [b"", b"1234", struct.pack("<IQ", 2, 10) + b"{}123"])
def test_a_message_that_never_ends_is_given_up(pair, sent):
    ours, theirs = pair
    ours.sendall(sent)
    with pytest.raises(TimeoutError):
        frames.receive(theirs, time.monotonic() + 0.1)


def test_a_message_that_comes_in_drops_is_given_up_in_time(pair):
    ours, theirs = pair
    message = struct.pack("<IQ", 2, 100) + b"{}" + bytes(100)

    def drip():
        for byte in message:
            ours.send(bytes([byte]))
            time.sleep(0.02)

    sender = threading.Thread(target=drip)
    sender.start()
    started = time.monotonic()
    with pytest.raises(TimeoutError):
        frames.receive(theirs, started + 0.3)
    assert time.monotonic() < started + 0.5
    sender.join()


def test_a_message_in_drops_arrives_whole(pair):
    ours, theirs = pair

    def drip():
        for byte in struct.pack("<IQ", 8, 3) + b'{"a": 1}abc':
            ours.send(bytes([byte]))
            time.sleep(0.001)

    sender = threading.Thread(target=drip)
    sender.start()
    assert frames.receive(theirs, time.monotonic() + 10) == ({"a": 1}, b"abc")
    sender.join()


def test_messages_that_came_together_are_read_one_by_one(pair):
    ours, theirs = pair
    frames.send(ours, {"number": 1}, b"late")
    frames.send(ours, {"number": 2}, b"asked for", time.monotonic() + 1)
    assert frames.receive(theirs, time.monotonic() + 1) == ({"number": 1}, b"late")
    assert frames.receive(theirs, time.monotonic() + 1) == ({"number": 2}, b"asked for")


def test_nobody_is_waited_for_who_does_not_read(pair):
    with pytest.raises(TimeoutError):
        frames.send(pair[0], {}, bytes(10**7), time.monotonic() + 0.1)


def test_a_large_message_arrives_whole_within_its_time(pair):
    ours, theirs = pair
    body = bytes(range(256)) * 40_000
    sender = threading.Thread(target=frames.send, args=(ours, {}, body, time.monotonic() + 30))
    sender.start()
    assert frames.receive(theirs, time.monotonic() + 30, len(body)) == ({}, body)
    sender.join()


def test_a_body_may_be_as_large_as_a_value():
    assert frames.MAX_BODY == wire.MAX_BYTES
