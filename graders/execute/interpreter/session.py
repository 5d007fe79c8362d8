"""A student's process over a whole notebook: cells and calls run in it, each within its time.

It is replaced when it is lost, and what worked before is run again in the new one. Of a cell that
could not be run as a whole, what it defines is kept.
"""

import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from nbformat import NotebookNode

from graders.execute.budget import Budget, TimeLimitExceeded
from graders.execute.interpreter import client
from graders.execute.interpreter.client import Interpreter
from graders.execute.interpreter.outputs import OutputCollector
from graders.execute.sandbox import Usage
from graders.execute.settings import Times
from graders.execute.wire import arguments
from graders.execute.wire.encoding import MAX_BYTES
from graders.execute.wire.protocol import Part, Request
from graders.notebook.answers import is_students
from graders.notebook.exercises import grade_id
from graders.notebook.outputs import limited, output, safe_output, size
from graders.notebook.results import Interruption, State

# Characters of the outputs of all cells together.
MAX_KEPT = 10 * 2**20
MAX_LOSSES = 20
# Losses after which only what cells define is run again.
MAX_REPLAYS = 2
LOST = client.InterpreterDied, client.InterpreterUnresponsive
# How much of a cell is tried in a new process, one after the other.
_LESS: dict[Part, tuple[Part, ...]] = {
    "all": ("bindings", "definitions"),
    "strictly": ("bindings", "definitions"),
    "bindings": ("definitions",),
    "definitions": (),
}


@dataclass
class _Ran:
    """A cell that has run, the part of it that may be run again, and what it is a stub of."""

    source: str
    part: Part
    stub: str
    is_students: bool
    is_own: bool = False  # a cell that the student has added

    def reduce(self) -> bool:
        """Leave more of it out, if there is more."""
        less = _LESS[self.part]
        self.part = less[0] if less else self.part
        return bool(less)


class Session:
    """A student's process, over a whole notebook.

    Parameters
    ----------
    start : callable
        Returns a new `Interpreter`, not started yet.
    times : Times
    budget : Budget
        Of the whole notebook; when it is used up, nothing more is run.
    free : float, optional
        Seconds of processor time in which cells are run once more; see `uncharged`.
    """

    def __init__(
        self, start: Callable[[], Interpreter], times: Times, budget: Budget, free: float = 0.0
    ):
        self._start = start
        self._times = times
        self._budget = budget
        self._interpreter: Interpreter | None = None
        self._collector = OutputCollector(self._clean)
        self._worked: list[_Ran] = []
        self._history: list[_Ran] = []  # the same, as it was when it worked
        self._advanced = 0  # how much of the history has run
        self._losses = 0
        self._room = MAX_KEPT
        self._used = self._excused = Usage()
        self._given_up: Interruption | None = None
        self._free = free
        self.repeated = Usage()  # less than nothing: what that took, which nobody is charged for

    def run(
        self, cell: NotebookNode, stub: str = "", limit: float | None = None
    ) -> Interruption | None:
        """Run a cell; its outputs are put into it.

        An exception is no interruption: it shows in the outputs. Of a cell that was interrupted
        what it defines is kept, or run in a new process; `defined` tells. One that is the `stub` of
        names, with blanks between them, does not define them. The `limit` may be less than that of
        any cell.
        """
        own = is_students(cell) and not grade_id(cell)
        return self._run(_Ran(cell.source, "all", stub, is_students(cell), own), cell, limit)

    def run_strictly(self, source: str, collector: OutputCollector) -> Interruption | None:
        """Run a cell up to the first statement that fails, as notebooks run."""
        shown, self._collector = self._collector, collector
        try:
            return self._run(_Ran(source, "strictly", "", False), NotebookNode(source=source))
        finally:
            self._collector = shown

    def _run(
        self, ran: _Ran, cell: NotebookNode, limit: float | None = None
    ) -> Interruption | None:
        interpreter = self._ensure()
        if isinstance(interpreter, Interruption):
            return interpreter
        interruption = self._execute(interpreter, cell, ran.part, ran.stub, limit)
        if interruption is None:
            self._note(ran)
            return None
        if interpreter.crowded():
            interpreter.end()
        if interpreter.alive():
            ran.reduce()
            self._note(ran)
            note = f"This cell {interruption.message}. What it defines was kept."
        else:
            self._rescue(ran)
            note = (
                f"This cell {interruption.message}. Python was started again, without this cell: "
                "of it only imports, definitions and assignments were run."
            )
        cell.outputs.append(output("stream", name="stderr", text=note))
        return interruption

    def undo(self) -> None:
        """Start Python again without the last cell: of it only what it defines is run."""
        if self._interpreter is None or not self._worked:
            return
        ran = self._worked.pop()
        self._history.pop()
        self._advanced -= 1
        self._interpreter.end()
        self._rescue(ran)

    def defined(self, name: str) -> bool:
        """Whether the student's cells have given a name a value, stubs left out."""
        reply = self.call(Request("defined", name), bytearray())
        if isinstance(reply, Interruption):
            return False
        try:
            report, _ = arguments.split(reply)
        except ValueError:
            return False
        return report.error is None

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

    def mark(self) -> int:
        """Return how many cells have run, for `advance`."""
        return len(self._history)

    def sources(self) -> list[str]:
        """Return the sources of the cells that have run, in order."""
        return [ran.source for ran in self._history]

    def intact(self) -> bool:
        """Whether there was no loss: all cells and calls went to the process that is there."""
        alive = self._interpreter is None or self._interpreter.alive()
        return alive and not self._losses

    def successor(self) -> "Session":
        """Return a new session in which the same cells can be run again, by `advance`."""
        later = Session(self._start, self._times, self._budget, self.usage().cpu)
        later._history = [replace(ran) for ran in self._history]
        return later

    def without_experiments(self) -> "Session":
        """Return a session for the cells so far, with what the student's own ones define alone."""
        later = self.successor()
        later._history = later._history[: self._advanced]
        for ran in later._history:
            ran.part = "definitions" if ran.is_own else ran.part
        return later

    def has_experiments(self) -> bool:
        """Whether cells that the student has added have run as a whole."""
        return any(ran.is_own and ran.part != "definitions" for ran in self._history)

    def advance(self, mark: int) -> None:
        """Run the cells up to a mark of the earlier session that have not run yet."""
        while self._advanced < mark:
            interpreter = self._ensure()
            if isinstance(interpreter, Interruption):
                self._given_up = interpreter  # for good: what comes later may need what is left
                return
            ran = replace(self._history[self._advanced])
            self._advanced += 1
            self._worked.append(ran)
            with self.uncharged():
                self._repeat(interpreter, ran)  # when Python is lost in it, `_ensure` does the rest

    @contextmanager
    def uncharged(self) -> Iterator[None]:
        """Do what the student is not charged for, as it was done in an earlier session, too.

        That is so unless it takes longer than everything in the earlier session did.
        """
        used = self.usage()
        yield
        took = self.usage().minus(used).cpu
        if took <= self._free:
            self._free -= took
            self.repeated = self.repeated.plus(Usage(-took))

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
        if self._given_up is not None:
            return self._given_up
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
        whole = self._replay(interpreter)
        self._excuse(time.monotonic() - began, self.usage().minus(used))
        return interpreter if whole else self._ensure()

    def _excuse(self, seconds: float, used: Usage) -> None:
        """Charge nobody for a restart that took some seconds and used something."""
        self._excused = self._excused.plus(Usage(-used.cpu, seconds - used.waited))

    def _replay(self, interpreter: Interpreter) -> bool:
        """Run again what worked; less of a cell that does not now. Return whether Python is there.

        After several losses no experiment is run again: one may end Python some time later.
        """
        for ran in list(self._worked):
            if self._losses > MAX_REPLAYS and ran.is_students and ran.part == "all":
                ran.reduce()
            if not self._repeat(interpreter, ran):
                return False
        return True

    def _repeat(self, interpreter: Interpreter, ran: _Ran) -> bool:
        """Run a cell again, or less of it; return whether Python is there afterwards."""
        while self._run_again(interpreter, ran) is not None:
            if not ran.reduce():
                self._worked.remove(ran)
                break
            if not interpreter.alive():
                return False
        return interpreter.alive()

    def _run_again(self, interpreter: Interpreter, ran: _Ran) -> Interruption | None:
        """Run a cell; its outputs are thrown away, and update none that is shown."""
        shown, self._collector = self._collector, OutputCollector(lambda _: None)
        try:
            cell = NotebookNode(source=ran.source)
            return self._execute(interpreter, cell, ran.part, ran.stub)
        finally:
            self._collector = shown

    def _note(self, ran: _Ran) -> None:
        self._worked.append(ran)
        self._history.append(replace(ran))
        self._advanced += 1

    def _rescue(self, ran: _Ran) -> None:
        """Run what a cell that ended Python defines in a new process."""
        while ran.reduce():
            interpreter = self._ensure()
            if isinstance(interpreter, Interruption):
                return
            if self._run_again(interpreter, ran) is None:
                self._note(ran)
                return

    def _execute(
        self,
        interpreter: Interpreter,
        cell: NotebookNode,
        part: Part = "all",
        stub: str = "",
        limit: float | None = None,
    ) -> Interruption | None:
        limit = limit or self._times.cell
        self._collector.begin()
        try:
            exits = interpreter.run(cell.source, limit, self._collector.take, part, stub)
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
