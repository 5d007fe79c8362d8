"""A student's process over a whole notebook: cells and calls run in it, each within its time.

It is replaced when it is lost, and what worked before is run again in the new one.
"""

import signal
import time
from collections.abc import Callable

from nbformat import NotebookNode

from graders.execute.budget import Budget, TimeLimitExceeded
from graders.execute.interpreter import client
from graders.execute.interpreter.client import Interpreter
from graders.execute.interpreter.outputs import OutputCollector
from graders.execute.sandbox import Usage
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
    budget : Budget
        Of the whole notebook; when it is used up, nothing more is run.
    """

    def __init__(self, start: Callable[[], Interpreter], times: Times, budget: Budget):
        self._start = start
        self._times = times
        self._budget = budget
        self._interpreter: Interpreter | None = None
        self._collector = OutputCollector(self._clean)
        self._worked: list[NotebookNode] = []
        self._losses = 0
        self._room = MAX_KEPT
        self._used = self._excused = Usage()

    def run(self, cell: NotebookNode, limit: float | None = None) -> Interruption | None:
        """Run a cell; its outputs are put into it.

        An exception is no interruption: it shows in the outputs. The `limit` may be less than that
        of any cell.
        """
        interpreter = self._ensure()
        if isinstance(interpreter, Interruption):
            return interpreter
        interruption = self._execute(interpreter, cell, limit)
        if interruption is None and error_of(cell) is None:
            self._worked.append(cell)
        return interruption

    def call(self, request: Request, arguments: bytearray) -> bytearray | Interruption:
        """Pass a request of a test to the process and return the reply, unopened."""
        interpreter = self._ensure()
        if isinstance(interpreter, Interruption):
            return interpreter
        try:
            return interpreter.call(request, arguments, self._times.call)
        except TimeLimitExceeded as error:
            return error.interruption("did not return")
        except client.OutputLimitExceeded:
            most = MAX_BYTES // 2**20
            return Interruption(State.FAILED, f"returned or printed more than {most} MB")
        except LOST as error:
            return _loss(interpreter, error)

    def close(self) -> None:
        """End the process and everything in its sandbox."""
        if self._interpreter is not None:
            self._interpreter.end()
            self._used = self._used.plus(self._interpreter.usage())
            self._interpreter = None

    def usage(self) -> Usage:
        """Return what the processes have used; their start is time waited for us."""
        now = Usage() if self._interpreter is None else self._interpreter.usage()
        return self._used.plus(now)

    def charged(self) -> Usage:
        """Return the same for what was asked for last, which a restart before it costs nothing."""
        return self.usage().plus(self._excused)

    def _ensure(self) -> Interpreter | Interruption:
        """Return a process in which the earlier cells that worked have run, or why not."""
        if time.monotonic() > self._budget.at:
            try:
                self._budget.passed()
            except TimeLimitExceeded as error:
                return error.interruption("was not run: the whole notebook did not finish")
        if self._interpreter is not None:
            if self._interpreter.alive():
                return self._interpreter
            self._losses += 1
        if self._losses > MAX_LOSSES:
            return Interruption(State.FAILED, "was not run: Python ended again and again")
        self.close()
        began, used = time.monotonic(), self._used
        self._interpreter = interpreter = self._start()
        interpreter.start(self._times.start)
        for cell in list(self._worked):
            if self._execute(interpreter, NotebookNode(source=cell.source)) is not None:
                self._worked.remove(cell)
                return self._ensure()
        self._excuse(time.monotonic() - began, self.usage().minus(used))
        return interpreter

    def _excuse(self, seconds: float, used: Usage) -> None:
        """Charge nobody for a restart that took some seconds and used something."""
        self._excused = self._excused.plus(Usage(-used.cpu, seconds - used.waited))

    def _execute(
        self, interpreter: Interpreter, cell: NotebookNode, limit: float | None = None
    ) -> Interruption | None:
        self._collector.begin()
        try:
            exits = interpreter.run(cell.source, limit or self._times.cell, self._collector.take)
        except TimeLimitExceeded as error:
            return error.interruption("did not finish")
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
