"""Starts a student's process for the tests, as grading does, and runs code in it."""

import contextlib
import os
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from graders.execute.interpreter.client import Interpreter, InterpreterDied
from graders.execute.sandbox import Level, Limits, SandboxedProcess, Template
from graders.execute.wire import frames
from graders.execute.wire.protocol import (
    CellOutput,
    Display,
    ExecuteResult,
    Failure,
    RunCell,
    Stream,
)


class Session:
    """A student's process in which cells are run.

    Parameters
    ----------
    interpreter : Interpreter
        Started already.

    Attributes
    ----------
    process : SandboxedProcess
    pid : int
    folder : str
        The folder of its sandbox on this machine.
    outputs : list of CellOutput
        What the last cell sent.
    """

    def __init__(self, interpreter: Interpreter):
        self.interpreter = interpreter
        self.process: SandboxedProcess = interpreter._process
        self.pid = self.process.pid
        self.folder = self.process._private
        self.outputs: list[CellOutput] = []

    def run(self, code: str, timeout: float = 30) -> str:
        """Run code; return what it printed, shown results and errors in plain text included."""
        self.outputs = []
        self.interpreter.run(code, timeout, self.outputs.append)
        return self.shown()

    def shown(self) -> str:
        """Return in plain text what the last cell showed, also when it did not come to its end."""
        return "".join(map(_text, self.outputs)).strip()

    def begin(self, code: str) -> None:
        """Have code run, and read nothing of what it sends; nothing else can be run afterwards."""
        deadline = frames.Deadline(time.monotonic() + 10)
        frames.send(self.process.socket, RunCell(0), code.encode(), deadline)

    def death(self, code: str, timeout: float = 30) -> int:
        """Run code that ends the process; return the exit code."""
        with pytest.raises(InterpreterDied):
            self.run(code, timeout)
        return self.interpreter.exit_code


def _text(sent: CellOutput) -> str:
    if isinstance(sent, Stream):
        return sent.text
    if isinstance(sent, Display | ExecuteResult):
        return sent.data["text/plain"]
    if isinstance(sent, Failure):
        return f"{sent.ename}: {sent.evalue}"
    return ""


@contextlib.contextmanager
def session(
    template: Template,
    *,
    files: Path | None = None,
    limits: Limits | None = None,
    grace: float = 1.0,
) -> Iterator[Session]:
    """Start a process of the template's; end it at the end."""
    interpreter = Interpreter(template, files, limits or Limits(), grace)
    try:
        interpreter.start(timeout=30)
        yield Session(interpreter)
    finally:
        interpreter.end()


def run(template: Template, code: str, **options) -> str:
    """Run code in a process of its own; return what it printed."""
    with session(template, **options) as process:
        return process.run(code)


def companions(pid: int) -> list[psutil.Process]:
    """Return the processes of a sandbox with a process table of its own, process 1 first."""
    table = os.stat(f"/proc/{pid}/ns/pid").st_ino
    found = []
    for process in psutil.process_iter():
        with contextlib.suppress(OSError):
            if os.stat(f"/proc/{process.pid}/ns/pid").st_ino == table:
                found.append(process)
    return sorted(found, key=lambda process: _number_inside(process.pid))


def _number_inside(pid: int) -> int:
    with open(f"/proc/{pid}/status") as status:
        (line,) = (line for line in status if line.startswith("NSpid:"))
    return int(line.split()[-1])


def supervisor(template: Template, pid: int) -> psutil.Process:
    """Return the process beside the sandbox that the process `pid` is in."""
    first = companions(pid)[0] if template.level == Level.NAMESPACES else psutil.Process(pid)
    return first.parent()


def vanish(pids: list[int], timeout: float = 20) -> bool:
    """Wait until none of the processes exists; return whether that came true."""
    end = time.monotonic() + timeout
    while time.monotonic() < end:
        if not any(psutil.pid_exists(pid) for pid in pids):
            return True
        time.sleep(0.05)
    return False
