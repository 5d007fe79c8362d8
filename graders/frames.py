"""Messages between the grader and a judge process: a JSON header and a body of bytes.

The two trust each other; the body, which comes from or goes to the student's kernel, passes
through the grader unopened.
"""

import json
import math
import socket
import struct
import time

_LENGTHS = struct.Struct("<IQ")


def pack(header: dict, body: bytes = b"") -> bytes:
    """Return the bytes of one message."""
    text = json.dumps(header).encode()
    return _LENGTHS.pack(len(text), len(body)) + text + body


def receive(connection: socket.socket, ends: float = math.inf) -> tuple[dict, bytes]:
    """Read one message.

    Parameters
    ----------
    connection : socket.socket
    ends : float
        When, by `time.monotonic`, to give up.

    Raises
    ------
    EOFError
        When the other side has gone.
    TimeoutError
    """
    text, body = _LENGTHS.unpack(_exactly(connection, _LENGTHS.size, ends))
    return json.loads(_exactly(connection, text, ends)), _exactly(connection, body, ends)


def _exactly(connection: socket.socket, count: int, ends: float) -> bytes:
    data = bytearray(count)
    view = memoryview(data)
    while view:
        if ends < math.inf:
            connection.settimeout(max(ends - time.monotonic(), 0.001))
        got = connection.recv_into(view)
        if not got:
            raise EOFError("the other side has gone")
        view = view[got:]
    return bytes(data)
