"""The grader's end of a student's process, of which it trusts nothing that comes.

One request at a time goes over one socket, in order. A process that answers out of turn, with what
is not an answer, or not in time even when it is interrupted, is ended.
"""

import signal
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

import msgspec

from graders.execute.budget import Budget
from graders.execute.sandbox import Limits, SandboxedProcess, Template, Usage
from graders.execute.wire import frames, protocol
from graders.execute.wire.protocol import (
    CellOutput,
    Finished,
    Output,
    Part,
    Reply,
    Request,
    RunCell,
)

PROGRAM = "graders.execute.interpreter.program:prepare"
Answer = TypeVar("Answer")
# Bytes of the outputs of one cell.
MAX_OUTPUT = 10 * 2**20
# What an output counts for beside its own bytes, lest empty ones be sent for ever.
_FRAME = 100
# More than libraries start on most machines, and less than memory has room for.
MAX_THREADS = 64
# Seconds in which a process that has closed its socket, and does not end yet, may begin to.
_END = 0.5


class InterpreterDied(Exception):
    """The process has ended; `Interpreter.exit_code` and `Interpreter.reason` say how."""


class InterpreterUnresponsive(Exception):
    """The process is there, and does not answer as agreed."""


class OutputLimitExceeded(Exception):
    """The process sent more than is taken."""


class Interpreter:
    """A student's process.

    Parameters
    ----------
    template : graders.execute.sandbox.Template
    files : Path or None
        The folder whose files it finds in its working folder.
    limits : graders.execute.sandbox.Limits
    grace : float
        Seconds of processor time that it has to come back when it is interrupted.
    """

    def __init__(self, template: Template, files: Path | None, limits: Limits, grace: float = 1.0):
        self._template = template
        self._files = files
        self._limits = limits
        self._grace = grace
        self._started: SandboxedProcess | None = None
        self._number = 0
        self._used = Usage()
        self.exit_code: int | None = None
        self.reason: str | None = None

    def start(self, timeout: float) -> None:
        """Start the process and wait until it serves.

        Raises
        ------
        graders.execute.sandbox.SandboxFailed
            If it does not come to that within `timeout` seconds.
        """
        self._started = self._template.start(PROGRAM, self._limits, files=self._files)
        self._process.wait_until_ready(timeout)

    def usage(self) -> Usage:
        """Return what was used since the start, until it was ended."""
        if self._started is not None:
            self._used = self._started.usage()
        return self._used

    def alive(self) -> bool:
        """Whether the process is there, to be used."""
        return self._started is not None and self._started.poll() is None

    def crowded(self) -> bool:
        """Whether threads take so much of the room for them that the next call may fail."""
        return self._started is not None and self._started.threads() > MAX_THREADS

    def run(
        self,
        source: str,
        timeout: float,
        keep: Callable[[CellOutput], None],
        part: Part = "all",
        stub: str = "",
    ) -> bool:
        """Run a cell, whose outputs `keep` takes; return whether it asked Python to end.

        For `part` and `stub` see `RunCell`.

        Raises
        ------
        graders.execute.budget.TimeLimitExceeded
            If it took more than `timeout` seconds of processor time, or slept too long; it was
            interrupted, and the process ended if that did not help.
        InterpreterDied, InterpreterUnresponsive, OutputLimitExceeded
            The process has ended, or is ended.
        """
        self._number += 1
        room = MAX_OUTPUT

        def receive(deadline: Budget) -> Finished | None:
            nonlocal room
            message, body = self._receive(deadline, room)
            if isinstance(message, Finished):
                return message
            if not isinstance(message, Output):
                raise frames.FrameError(f"a {type(message).__name__} in the middle of a cell")
            room -= len(body) + _FRAME
            if room < 0:
                raise frames.FrameTooLargeError("the outputs of a cell")
            keep(protocol.CELL_OUTPUT.decode(body))
            return None

        body = source.encode("utf-8", "replace")
        return self._exchange(RunCell(self._number, part, stub), body, timeout, receive).exits

    def call(self, request: Request, arguments: bytes | bytearray, timeout: float) -> bytearray:
        """Have a request of a test carried out; see `graders.execute.wire.arguments.split`.

        What is returned may be anything.

        Raises
        ------
        TimeLimitExceeded, InterpreterDied, InterpreterUnresponsive, OutputLimitExceeded
            As for `run`.
        """
        self._number += 1

        def receive(deadline: Budget) -> bytearray:
            message, body = self._receive(deadline, frames.MAX_BODY)
            if not isinstance(message, Reply):
                raise frames.FrameError(f"a {type(message).__name__} in answer to a call")
            return body

        numbered = msgspec.structs.replace(request, number=self._number)
        return self._exchange(numbered, arguments, timeout, receive)

    def end(self) -> None:
        """End the process and everything in its sandbox."""
        process, self._started = self._started, None
        if process is None:
            return
        with suppress(Exception):
            self.exit_code, self.reason = process.poll(), process.reason
        process.close()
        self._used = process.used

    def _exchange(
        self,
        message: RunCell | Request,
        body: bytes | bytearray,
        timeout: float,
        receive: Callable[[Budget], Answer | None],
    ) -> Answer:
        """Send a request and receive until there is an answer; end the process if there is none."""
        try:
            deadline = Budget(timeout, self.usage)
            frames.send(self._process.socket, message, body, deadline)
            return _first(receive, deadline)
        except TimeoutError:
            self._interrupt(receive)
            raise
        except frames.FrameTooLargeError:
            self.end()
            raise OutputLimitExceeded from None
        except (EOFError, ConnectionError):
            died = self._has_died()
            self.end()
            raise InterpreterDied if died else InterpreterUnresponsive from None
        except (frames.FrameError, msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            self.end()
            raise InterpreterUnresponsive from None

    def _interrupt(self, receive: Callable[[Budget], Answer | None]) -> None:
        """Interrupt what runs, as Ctrl-C does; its answer, which nobody waits for, must come."""
        try:
            self._process.send_signal(signal.SIGINT)
            _first(receive, Budget(self._grace, self.usage))
        except Exception:
            self.end()

    def _has_died(self) -> bool:
        """Whether the process has ended, which closes its socket a moment before it is seen."""
        return self._process.has_ended(_END)

    def _receive(self, deadline: Budget, limit: int) -> tuple[Output | Finished | Reply, bytearray]:
        message, body = frames.receive(
            self._process.socket, protocol.FROM_INTERPRETER, deadline, limit
        )
        if message.number != self._number:
            raise frames.FrameError(f"an answer to request {message.number}")
        return message, body

    @property
    def _process(self) -> SandboxedProcess:
        if self._started is None:
            raise InterpreterDied
        return self._started


def _first(receive: Callable[[Budget], Answer | None], deadline: Budget) -> Answer:
    while True:
        answer = receive(deadline)
        if answer is not None:
            return answer
