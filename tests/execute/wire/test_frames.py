"""Messages in frames over a stream socket."""

import contextlib
import socket
import struct
import threading
import time

import pytest

from graders.execute.wire import encoding, frames
from graders.execute.wire.protocol import (
    FROM_INTERPRETER,
    TO_INTERPRETER,
    Finished,
    Output,
    Reply,
    Request,
    RunCell,
)

REPLY = Reply(7)
HEADER = b'{"kind":"Reply","number":7}'


def within(seconds: float) -> frames.Deadline:
    return frames.Deadline(time.monotonic() + seconds)


def frame(header: bytes, body: bytes) -> bytes:
    return struct.pack("<IQ", len(header), len(body)) + header + body


@pytest.fixture
def pair():
    """Two ends of a connection."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        yield ours, theirs


@pytest.mark.parametrize("body", [b"", b"short", bytes(range(256)) * 40_000])
def test_a_message_arrives_whole(pair, body):
    ours, theirs = pair
    sender = threading.Thread(target=frames.send, args=(ours, REPLY, body))
    sender.start()
    assert frames.receive(theirs, FROM_INTERPRETER, limit=len(body)) == (REPLY, body)
    sender.join()


@pytest.mark.parametrize(("text", "body"), [(2, 101), (2, 2**63), (frames.MAX_HEADER + 1, 0)])
def test_a_message_that_is_too_large_is_refused_before_it_is_read(pair, text, body):
    ours, theirs = pair
    ours.sendall(struct.pack("<IQ", text, body))
    with pytest.raises(frames.FrameTooLargeError):
        frames.receive(theirs, FROM_INTERPRETER, limit=100)


def test_a_message_that_is_cut_short_is_none(pair):
    ours, theirs = pair
    ours.sendall(struct.pack("<IQ", 2, 10) + b"{}123")
    ours.close()
    with pytest.raises(EOFError):
        frames.receive(theirs, FROM_INTERPRETER)


@pytest.mark.parametrize("sent", [b"", b"1234", struct.pack("<IQ", 2, 10) + b"{}123"])
def test_a_message_that_never_ends_is_given_up(pair, sent):
    ours, theirs = pair
    ours.sendall(sent)
    with pytest.raises(TimeoutError):
        frames.receive(theirs, FROM_INTERPRETER, within(0.1))


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
        frames.receive(theirs, FROM_INTERPRETER, frames.Deadline(started + 0.3))
    assert time.monotonic() < started + 0.5
    sender.join()


def test_a_message_in_drops_arrives_whole(pair):
    ours, theirs = pair

    def drip():
        for byte in frame(HEADER, b"abc"):
            ours.send(bytes([byte]))
            time.sleep(0.001)

    sender = threading.Thread(target=drip)
    sender.start()
    assert frames.receive(theirs, FROM_INTERPRETER, within(10)) == (REPLY, b"abc")
    sender.join()


def test_a_message_that_is_there_is_not_read_after_the_deadline(pair):
    ours, theirs = pair
    frames.send(ours, Output(1), b"one")
    frames.send(ours, Finished(2))
    with pytest.raises(TimeoutError):
        frames.receive(theirs, FROM_INTERPRETER, within(-1))
    assert frames.receive(theirs, FROM_INTERPRETER, within(1)) == (Output(1), b"one")


def test_nobody_who_sends_message_after_message_is_listened_to_beyond_the_deadline(pair):
    ours, theirs = pair

    def flood():
        with contextlib.suppress(OSError):
            while True:
                ours.sendall(frame(HEADER, b"abc") * 100)

    sender = threading.Thread(target=flood)
    sender.start()
    started = time.monotonic()
    deadline = frames.Deadline(started + 0.2)
    with pytest.raises(TimeoutError):
        while True:
            frames.receive(theirs, FROM_INTERPRETER, deadline, 10)
    theirs.close()
    sender.join()
    assert time.monotonic() < started + 5


def test_messages_that_came_together_are_read_one_by_one(pair):
    ours, theirs = pair
    frames.send(ours, Output(1), b"late")
    frames.send(ours, Finished(2), b"asked for", within(1))
    assert frames.receive(theirs, FROM_INTERPRETER, within(1)) == (Output(1), b"late")
    assert frames.receive(theirs, FROM_INTERPRETER, within(1)) == (
        Finished(2),
        b"asked for",
    )


def test_nobody_is_waited_for_who_does_not_read(pair):
    with pytest.raises(TimeoutError):
        frames.send(pair[0], REPLY, bytes(10**7), within(0.1))


def test_a_large_message_arrives_whole_within_its_time(pair):
    ours, theirs = pair
    body = bytes(range(256)) * 40_000
    sender = threading.Thread(target=frames.send, args=(ours, REPLY, body, within(30)))
    sender.start()
    assert frames.receive(theirs, FROM_INTERPRETER, within(30), len(body)) == (
        REPLY,
        body,
    )
    sender.join()


def test_a_body_may_be_as_large_as_a_value_and_what_is_said_beside_it():
    assert frames.MAX_BODY > encoding.MAX_BYTES


def test_nobody_who_goes_on_sending_is_listened_to_beyond_the_deadline(pair):
    ours, theirs = pair

    def flood():
        with contextlib.suppress(OSError):
            ours.sendall(struct.pack("<IQ", len(HEADER), 2**40) + HEADER)
            while True:
                ours.sendall(bytes(2**16))

    sender = threading.Thread(target=flood)
    sender.start()
    with pytest.raises((TimeoutError, MemoryError)):
        frames.receive(theirs, FROM_INTERPRETER, within(0.3))
    theirs.close()
    sender.join()


@pytest.mark.parametrize(
    "header",
    [
        b"",
        b"{}",
        b"[]",
        b"nonsense",
        b"\xff",
        b"[" * 900,
        b'{"kind":"Reply"}',
        b'{"kind":"Reply","number":"7"}',
        b'{"kind":"Reply","number":7,"more":1}',
        b'{"kind":"RunCell","number":7}',
        b'{"kind":"Nonsense","number":7}',
    ],
)
def test_what_is_not_one_of_the_expected_messages_is_refused(pair, header):
    ours, theirs = pair
    ours.sendall(frame(header, b""))
    with pytest.raises(frames.FrameError):
        frames.receive(theirs, FROM_INTERPRETER, within(1), 0)


@pytest.mark.parametrize(
    "message", [RunCell(1), Request("item", 2**62, "", {"over": "warn"}, 3), Request("call", "f")]
)
def test_a_message_of_the_grader_arrives_as_it_was(pair, message):
    frames.send(pair[0], message)
    assert frames.receive(pair[1], TO_INTERPRETER) == (message, b"")
