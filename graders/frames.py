"""Messages over a stream socket: a JSON header and a body of bytes.

They join the grader with a judge process and with a student's kernel. The grader and the judge
trust each other; what comes from the kernel is limited in size, and its body passes through the
grader unopened.
"""

import json
import math
import socket
import struct
import time

MAX_HEADER = 1000

_LENGTHS = struct.Struct("<IQ")
_SHORT = 2**16


class TooLarge(ValueError):
    """The message is longer than was agreed."""


def send(connection: socket.socket, header: dict, body: bytes | bytearray = b"") -> None:
    """Write one message."""
    text = json.dumps(header).encode()
    start = _LENGTHS.pack(len(text), len(body)) + text
    if len(body) < _SHORT:
        connection.sendall(start + body)
    else:  # not copied once more
        connection.sendall(start)
        connection.sendall(body)


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
    return json.loads(_exactly(connection, text, ends)), _exactly(connection, body, ends)


def _exactly(connection: socket.socket, count: int, ends: float) -> bytearray:
    data = bytearray(count)
    view = memoryview(data)
    while view:
        if ends < math.inf:
            connection.settimeout(max(ends - time.monotonic(), 0.001))
        got = connection.recv_into(view)
        if not got:
            raise EOFError("the other side has gone")
        view = view[got:]
    return data
