"""Messages between the grader and a judge process: a JSON header and a body of bytes.

The two trust each other; the body, which comes from or goes to the student's kernel, passes
through the grader unopened.
"""

import asyncio
import json
import socket
import struct

_LENGTHS = struct.Struct("<IQ")


def pack(header: dict, body: bytes = b"") -> bytes:
    """Return the bytes of one message."""
    text = json.dumps(header).encode()
    return _LENGTHS.pack(len(text), len(body)) + text + body


def receive(connection: socket.socket) -> tuple[dict, bytes]:
    """Read one message; EOFError when the other side has gone."""
    text, body = _LENGTHS.unpack(_exactly(connection, _LENGTHS.size))
    return json.loads(_exactly(connection, text)), _exactly(connection, body)


async def receive_async(reader: asyncio.StreamReader) -> tuple[dict, bytes]:
    """Read one message; EOFError when the other side has gone."""
    text, body = _LENGTHS.unpack(await reader.readexactly(_LENGTHS.size))
    return json.loads(await reader.readexactly(text)), await reader.readexactly(body)


def _exactly(connection: socket.socket, count: int) -> bytes:
    data = bytearray(count)
    view = memoryview(data)
    while view:
        got = connection.recv_into(view)
        if not got:
            raise EOFError("the other side has gone")
        view = view[got:]
    return bytes(data)
