"""A student's process over a whole notebook: cells and calls run in it, each within its time.

It is replaced when it is lost, and what worked before is run again in the new one.
"""

import signal
import time
from collections.abc import Callable

from nbformat import NotebookNode

from graders.execute.interpreter import client
from graders.execute.interpreter.client import Interpreter
from graders.execute.interpreter.outputs import OutputCollector
from graders.execute.settings import Times
from graders.execute.wire.encoding import MAX_BYTES
from graders.execute.wire.protocol import Request
from graders.notebook.outputs import limited, safe_output, size
from graders.notebook.results import Interruption, State, error_of

# Characters of the outputs of all cells together.
MAX_KEPT = 10 * 2**20
MAX_LOSSES = 20
LOST = client.InterpreterDied, client.InterpreterUnresponsive


class Session:
    """A student's process, over a whole notebook.

    Parameters
    ----------
    start : callable
        Returns a new `Interpreter`, not started yet.
    times : Times
    deadline : float
        When, by `time.monotonic`, nothing more is run.
    """

    def __init__(self, start: Callable[[], Interpreter], times: Times, deadline: float):
        self._start = start
        self._times = times
        self._deadline = deadline
        self._interpreter: Interpreter | None = None
        self._collector = OutputCollector(self._clean)
        self._worked: list[NotebookNode] = []
        self._losses = 0
        self._room = MAX_KEPT
        self.cpu = 0.0  # seconds that the processes took, their start left out

    def run(self, cell: NotebookNode) -> Interruption | None:
        """Run a cell; its outputs are put into it.

        An exception is no interruption: it shows in the outputs.
        """
        interpreter = self._ensure()
        if isinstance(interpreter, Interruption):
            return interpreter
        interruption = self._execute(interpreter, cell)
        if interruption is None and error_of(cell) is None:
            self._worked.append(cell)
        return interruption

    def call(self, request: Request, arguments: bytearray) -> bytearray | Interruption:
        """Pass a request of a test to the process and return the reply, unopened."""
        interpreter = self._ensure()
        if isinstance(interpreter, Interruption):
            return interpreter
        limit = min(self._times.call, self._left())
        try:
            return interpreter.call(request, arguments, limit)
        except TimeoutError:
            return Interruption(State.TIMED_OUT, f"did not return within {limit:g} s")
        except client.OutputLimitExceeded:
            most = MAX_BYTES // 2**20
            return Interruption(State.FAILED, f"returned or printed more than {most} MB")
        except LOST as error:
            return _loss(interpreter, error)

    def close(self) -> None:
        """End the process and everything in its sandbox."""
        if self._interpreter is not None:
            self._interpreter.end()
            self.cpu += self._interpreter.cpu()
            self._interpreter = None

    def _left(self) -> float:
        return max(self._deadline - time.monotonic(), 0.1)

    def _ensure(self) -> Interpreter | Interruption:
        """Return a process in which the earlier cells that worked have run, or why not."""
        if time.monotonic() > self._deadline:
            return Interruption(State.TIMED_OUT, "was not run: the whole notebook took too long")
        if self._interpreter is not None:
            if self._interpreter.alive():
                return self._interpreter
            self._losses += 1
        if self._losses > MAX_LOSSES:
            return Interruption(State.FAILED, "was not run: Python ended again and again")
        self.close()
        self._interpreter = interpreter = self._start()
        interpreter.start(self._times.start)
        for cell in list(self._worked):
            if self._execute(interpreter, NotebookNode(source=cell.source)) is not None:
                self._worked.remove(cell)
                return self._ensure()
        return interpreter

    def _execute(self, interpreter: Interpreter, cell: NotebookNode) -> Interruption | None:
        limit = min(self._times.cell, self._left())
        self._collector.begin()
        try:
            exits = interpreter.run(cell.source, limit, self._collector.take)
        except TimeoutError:
            return Interruption(State.TIMED_OUT, f"did not finish within {limit:g} s")
        except client.OutputLimitExceeded:
            most = client.MAX_OUTPUT // 2**20
            return Interruption(State.FAILED, f"printed more than {most} MB and was stopped")
        except LOST as error:
            return _loss(interpreter, error)
        finally:
            cell.outputs = limited(self._collector.end())
        if exits:
            interpreter.end()
            return Interruption(State.FAILED, "ended Python (exit)")
        return None

    def _clean(self, made: NotebookNode) -> NotebookNode | None:
        """Return what is kept of an output: what is safe, as long as there is room."""
        kept = safe_output(made)
        if kept is None or size(kept) > self._room:
            return None
        self._room -= size(kept)
        return kept


def _loss(interpreter: Interpreter, error: Exception) -> Interruption:
    """Say what a process died of, or that it did not answer as agreed."""
    if isinstance(error, client.InterpreterUnresponsive):
        said = "left Python in a state in which it could not answer; it was restarted"
        return Interruption(State.FAILED, said)
    code = interpreter.exit_code
    if interpreter.reason == "memory":
        return Interruption(State.KILLED, "was killed for the memory it took")
    for number in (signal.SIGSEGV, signal.SIGBUS, signal.SIGABRT, signal.SIGFPE):
        if code in (-number, 128 + number):
            crash = (signal.strsignal(number) or "").lower()
            return Interruption(State.FAILED, f"crashed ({crash})")
    return Interruption(State.FAILED, f"ended Python (exit code {code})")
