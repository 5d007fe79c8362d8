"""Messages over a stream socket: a JSON header and a body of bytes.

They join the grader with a judge process and with a student's kernel. The grader and the judge
trust each other; what comes from the kernel is limited in size, and its body passes through the
grader unopened.
"""

import json
import math
import select
import socket
import struct
import time

MAX_HEADER = 1000
MAX_BODY = 32 * 2**20

_LENGTHS = struct.Struct("<IQ")
_SHORT = 2**16


class TooLarge(ValueError):
    """The message is longer than was agreed."""


def send(
    connection: socket.socket,
    header: dict,
    body: bytes | bytearray = b"",
    ends: float = math.inf,
) -> None:
    """Write one message.

    Parameters
    ----------
    connection : socket.socket
    header : dict
    body : bytes
    ends : float
        When, by `time.monotonic`, to give up waiting for the other side to read.

    Raises
    ------
    TimeoutError
    """
    text = json.dumps(header).encode()
    start = _LENGTHS.pack(len(text), len(body)) + text
    if len(body) < _SHORT:
        _all(connection, start + body, ends)
    else:  # not copied once more
        _all(connection, start, ends)
        _all(connection, body, ends)


def receive(
    connection: socket.socket, ends: float = math.inf, most: int | None = None
) -> tuple[dict, bytearray]:
    """Read one message.

    Parameters
    ----------
    connection : socket.socket
    ends : float
        When, by `time.monotonic`, to give up.
    most : int, optional
        Bytes that the body may have, for a sender that is not trusted; its header then may have
        `MAX_HEADER`, and be anything that JSON can say.

    Raises
    ------
    EOFError
        When the other side has gone.
    TimeoutError
    TooLarge
    """
    text, body = _LENGTHS.unpack(_exactly(connection, _LENGTHS.size, ends))
    if most is not None and (text > MAX_HEADER or body > most):
        raise TooLarge(f"a message of {text} + {body} bytes")
    message = _exactly(connection, text + body, ends)
    header = json.loads(message[:text].decode())
    del message[:text]  # moves nothing
    return header, message


# With an end a socket is waited for only when it must be: to change its timeout each time, and to
# have Python wait before each step, are three calls of the system for one.


def _exactly(connection: socket.socket, count: int, ends: float) -> bytearray:
    data = bytearray(count)
    left: bytearray | memoryview = data
    while left:
        try:
            got = connection.recv_into(left, 0, 0 if ends == math.inf else socket.MSG_DONTWAIT)
        except BlockingIOError:
            _wait(connection, select.POLLIN, ends)
            continue
        if got == len(left):
            break
        if not got:
            raise EOFError("the other side has gone")
        left = memoryview(left)[got:]
    return data


def _all(connection: socket.socket, data: bytes | bytearray, ends: float) -> None:
    left: bytes | bytearray | memoryview = data
    while left:
        try:
            sent = connection.send(left, 0 if ends == math.inf else socket.MSG_DONTWAIT)
        except BlockingIOError:
            _wait(connection, select.POLLOUT, ends)
            continue
        if sent == len(left):
            break
        left = memoryview(left)[sent:]


def _wait(connection: socket.socket, event: int, ends: float) -> None:
    poll = select.poll()
    poll.register(connection, event)
    if not poll.poll(1000 * max(ends - time.monotonic(), 0)):
        raise TimeoutError
