"""Frames over a stream socket: a message of `graders.execute.wire.protocol` and a body of bytes.

They join the grader with a judge and with a student's process. The grader and the judge trust each
other. What comes from a student's process is limited in size, and every wait for it ends at a
deadline, whatever arrives meanwhile.
"""

import math
import select
import socket
import struct
import time
from collections.abc import Callable
from typing import TypeVar

import msgspec

from graders.execute.wire import encoding
from graders.execute.wire.protocol import Message

MAX_HEADER = 1000
# A value of the largest size, and what is said beside it.
MAX_BODY = encoding.MAX_BYTES + 2**20

_LENGTHS = struct.Struct("<IQ")
_SHORT = 2**16
_encode = msgspec.json.Encoder().encode
Expected = TypeVar("Expected", bound=Message)


class FrameError(ValueError):
    """The bytes are not a frame with one of the messages that were expected."""


class FrameTooLargeError(FrameError):
    """The frame is longer than was agreed."""


class Deadline:
    """How long to wait.

    Attributes
    ----------
    at : float
        When, by `time.monotonic`, `passed` is called.
    """

    def __init__(self, at: float = math.inf):
        self.at = at

    def passed(self) -> None:
        """Give up, or, in a subclass, set a later time.

        Raises
        ------
        TimeoutError
        """
        raise TimeoutError


FOREVER = Deadline()


def send(
    connection: socket.socket,
    message: Message,
    body: bytes | bytearray = b"",
    deadline: Deadline = FOREVER,
) -> None:
    """Write one frame.

    Raises
    ------
    TimeoutError
        When the other side has not read it at `deadline`.
    """
    header = _encode(message)
    start = _LENGTHS.pack(len(header), len(body)) + header
    # A long body is not copied once more.
    for part in [start + body] if len(body) < _SHORT else [start, body]:
        _move_all(connection, part, connection.send, select.POLLOUT, deadline)


def receive(
    connection: socket.socket,
    expected: "msgspec.json.Decoder[Expected]",
    deadline: Deadline = FOREVER,
    limit: int | None = None,
) -> tuple[Expected, bytearray]:
    """Read one frame.

    Parameters
    ----------
    expected : msgspec.json.Decoder
        Of the messages that may come; see `graders.execute.wire.protocol`.
    deadline : Deadline, optional
        When to give up.
    limit : int, optional
        Bytes that the body may have, for a sender that is not trusted; its message then may have
        `MAX_HEADER`.

    Raises
    ------
    EOFError
        When the other side has gone.
    TimeoutError, FrameError
    """
    if time.monotonic() > deadline.at:  # also when the next frame is there already
        deadline.passed()
    header, body = _LENGTHS.unpack(_receive_all(connection, _LENGTHS.size, deadline))
    if limit is not None and (header > MAX_HEADER or body > limit):
        raise FrameTooLargeError(f"a frame of {header} + {body} bytes")
    frame = _receive_all(connection, header + body, deadline)
    try:
        with memoryview(frame) as view:
            message = expected.decode(view[:header])
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise FrameError(str(error)) from None
    del frame[:header]  # without copying the body once more
    return message, frame


def _receive_all(connection: socket.socket, count: int, deadline: Deadline) -> bytearray:
    data = bytearray(count)

    def move(left: memoryview, flags: int) -> int:
        return connection.recv_into(left, 0, flags)

    _move_all(connection, data, move, select.POLLIN, deadline)
    return data


def _move_all(
    connection: socket.socket,
    data: bytes | bytearray,
    move: Callable[[memoryview, int], int],
    event: int,
    deadline: Deadline,
) -> None:
    """Receive or send all of `data` by `move`, waiting for `event`."""
    # With a deadline a socket is waited for only when it must be: to change its timeout each time,
    # and to have Python wait before each step, would be three system calls in the place of one.
    flags = 0 if deadline is FOREVER else socket.MSG_DONTWAIT
    left = memoryview(data)
    while left:
        try:
            moved = move(left, flags)
        except BlockingIOError:
            poll = select.poll()
            poll.register(connection, event)
            if not poll.poll(1000 * max(deadline.at - time.monotonic(), 0)):
                deadline.passed()
            continue
        if not moved:
            raise EOFError("the other side has gone")
        left = left[moved:]
        if left and time.monotonic() > deadline.at:
            deadline.passed()
