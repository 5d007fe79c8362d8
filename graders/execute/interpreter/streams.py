"""The place of ``sys.stdout`` and ``sys.stderr``, and what sends all outputs of a cell in order.

Runs in the student's process.
"""

import io
import os
import socket
import threading
import time
from typing import Literal

import msgspec

from graders.execute.wire import frames
from graders.execute.wire.protocol import CellOutput, Output, Stream

# Characters of a stream in one message, and seconds after which what is printed is sent.
_CHUNK, _PAUSE = 2**16, 0.2

_send, _getpid, _monotonic = frames.send, os.getpid, time.monotonic


class Sender:
    """Sends the outputs of the cell that runs; between cells outputs are for nobody.

    Parameters
    ----------
    connection : socket.socket
    """

    def __init__(self, connection: socket.socket):
        self._connection = connection
        self._lock = threading.RLock()
        self._encode = msgspec.json.Encoder(enc_hook=str).encode
        self._owner = os.getpid()
        self.number: int | None = None
        self.streams: list[TextStream] = []
        self._taken: dict[str, str] = {}

    def take_away(self, taker: str, number: str) -> None:
        """Leave the outputs of a cell to somebody else, until another number is given."""
        with self._lock:
            self.flush()
            self._taken[taker] = number

    def output(self, content: CellOutput) -> None:
        """Send an output, after what was printed before it."""
        with self._lock:
            self.flush()
            self._output(content)

    def printed(self, stream: "TextStream", text: str) -> None:
        """Keep what was printed until there is enough of it, or somebody has waited for it."""
        with self._lock:
            if self.number is None:
                return
            for other in self.streams:
                if other is not stream:
                    self._flush(other)
            for start in range(0, len(text), _CHUNK):
                stream.unsent += text[start : start + _CHUNK]
                if len(stream.unsent) >= _CHUNK or _monotonic() - stream.sent > _PAUSE:
                    self._flush(stream)

    def flush(self) -> None:
        """Send what was printed."""
        with self._lock:
            for stream in self.streams:
                self._flush(stream)

    def _flush(self, stream: "TextStream") -> None:
        text, stream.unsent, stream.sent = stream.unsent, "", _monotonic()
        if text:
            self._output(Stream(stream.label, text.encode("utf-8", "replace").decode()))

    def _output(self, content: CellOutput) -> None:
        if self.number is None or str(self.number) in self._taken.values():
            return
        # A forked process has the same socket, and is not to speak into this one's words.
        if _getpid() == self._owner:
            _send(self._connection, Output(self.number), self._encode(content))


class TextStream(io.TextIOBase):
    """The place of ``sys.stdout`` or ``sys.stderr``.

    Parameters
    ----------
    sender : Sender
    label : {"stdout", "stderr"}
    """

    encoding = "UTF-8"

    def __init__(self, sender: Sender, label: Literal["stdout", "stderr"]):
        self._sender = sender
        self.label = label
        self.name: str = label
        self.unsent = ""
        self.sent = 0.0
        sender.streams.append(self)

    def write(self, text: str) -> int:
        """Write text."""
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        self._sender.printed(self, text)
        return len(text)

    def flush(self) -> None:
        """Send what was written."""
        self._sender.flush()

    def fileno(self) -> int:
        """Return where the process itself writes, which is shown nowhere."""
        return 1 if self.label == "stdout" else 2

    def writable(self) -> bool:
        """Return True."""
        return True
