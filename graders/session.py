"""A student's kernel: cells and calls run in it, each within its time; replaced when it is lost."""

import signal
import time
from collections.abc import Callable
from dataclasses import dataclass

from nbformat import NotebookNode

from graders.channel import Dead, Deaf, Flood, Kernel
from graders.outputs import MAX_OUTPUTS, safe_output, size
from graders.states import State

MAX_PRINTED = 10 * 2**20
MAX_KEPT = 10 * 2**20
MAX_LOSSES = 20


@dataclass(frozen=True)
class Times:
    """Time limits in seconds.

    Attributes
    ----------
    cell : float
        For one cell, of the student's or a test.
    call : float
        For one call of a student's function by a test.
    grace : float
        For an interrupted kernel to come back before it is killed.
    start : float
        For a kernel to start.
    notebook : float
        For everything together; what is left then is not run.
    """

    cell: float = 60.0
    call: float = 30.0
    grace: float = 1.0
    start: float = 60.0
    notebook: float = 1800.0


@dataclass(frozen=True)
class Trouble:
    """Why a cell or a call did not come to its end.

    Attributes
    ----------
    state : State
    message : str
        A sentence without its subject: "did not finish within 60 s".
    """

    state: State
    message: str


class Session:
    """One student's kernel.

    Parameters
    ----------
    start : callable
        Returns a new `graders.channel.Kernel`.
    times : Times
    ends_at : float
        When, by `time.monotonic`, nothing more is run.
    """

    def __init__(self, start: Callable[[], Kernel], times: Times, ends_at: float):
        self._start = start
        self._times = times
        self._ends_at = ends_at
        self._kernel: Kernel | None = None
        self._worked: list[NotebookNode] = []
        self._losses = 0
        self.cpu = 0.0  # seconds that the kernels took, their start left out
        self._room = MAX_KEPT

    def run(self, cell: NotebookNode) -> Trouble | None:
        """Run a cell; its outputs are put into it.

        Returns
        -------
        Trouble or None
            None also when it raised an exception, which shows in its outputs.
        """
        trouble = self._ensure()
        if trouble is None:
            cell.outputs = []
            trouble = self._execute(cell.source, cell.outputs)
        if trouble is None and error_of(cell) is None:
            self._worked.append(cell)
        return trouble

    def call(self, request: dict, arguments: bytearray) -> bytearray | Trouble:
        """Pass a request of the judge to the kernel and return the reply, undecoded."""
        trouble = self._ensure()
        if trouble is not None:
            return trouble
        limit = min(self._times.call, self._left())
        try:
            return self._kernel.call(request, arguments, limit)
        except TimeoutError:
            self._interrupt()
            return Trouble(State.TIMED_OUT, f"did not return within {limit:g} s")
        except Dead:
            return self._lost()
        except Flood:
            self._drop()
            return Trouble(State.FAILED, "returned or showed more than can be taken")
        except Deaf:
            self._drop()
            return Trouble(State.FAILED, "upset the kernel")
        except Exception:
            # Whatever a kernel that was tampered with has sent, it is no reply.
            return bytearray()

    def close(self) -> tuple[int | None, str | None]:
        """End the kernel and everything in it; see `Kernel.end`."""
        kernel, self._kernel = self._kernel, None
        if kernel is None:
            return None, None
        self.cpu += kernel.cpu()
        return kernel.end()

    def _left(self) -> float:
        return max(self._ends_at - time.monotonic(), 0.1)

    def _ensure(self) -> Trouble | None:
        """Have a kernel in which the earlier cells that worked have run."""
        if time.monotonic() > self._ends_at:
            return Trouble(State.TIMED_OUT, "was not run: the whole notebook took too long")
        if self._kernel is not None and self._kernel.alive():
            return None
        if self._losses > MAX_LOSSES:
            return Trouble(State.FAILED, "was not run: the kernel ended time and again")
        self.close()
        self._kernel = self._start()
        self._kernel.begin(self._times.start)
        for cell in list(self._worked):
            if self._execute(cell.source, []) is not None:
                self._worked.remove(cell)
                return self._ensure()
        return None

    def _execute(self, source: str, outputs: list[NotebookNode]) -> Trouble | None:
        limit = min(self._times.cell, self._left())
        printed = 0

        def keep(kind: str, content: dict) -> None:
            nonlocal printed
            printed += size(content)
            if printed > MAX_PRINTED:
                raise Flood
            self._add(outputs, safe_output({"output_type": kind, **content}))

        try:
            reply = self._kernel.request(source, limit, keep=keep, grace=self._times.grace)
            ends = any(part["source"] == "ask_exit" for part in reply.get("payload") or ())
        except TimeoutError:
            self._interrupt()
            return Trouble(State.TIMED_OUT, f"did not finish within {limit:g} s")
        except Dead:
            return self._lost()
        except Flood:
            self._drop()
            most = MAX_PRINTED // 2**20
            return Trouble(State.FAILED, f"printed more than {most} MB and was stopped")
        except Exception:
            # Messages that no kernel sends unless it was tampered with.
            self._drop()
            return Trouble(State.FAILED, "upset the kernel")
        if ends:
            self._drop()
            return Trouble(State.FAILED, "ended the kernel (exit)")
        return None

    def _add(self, outputs: list[NotebookNode], output: NotebookNode | None) -> None:
        """Keep an output, streams joined, unless there are too many of them or no room is left."""
        if output is None or len(outputs) > MAX_OUTPUTS:
            return
        if outputs and output.output_type == "stream" and outputs[-1].get("name") == output.name:
            before = outputs.pop()
            self._room += size(before)
            output = safe_output({**output, "text": before.text + output.text})
        self._room -= size(output)
        if self._room < 0:
            self._room += size(output)
            return
        outputs.append(output)

    def _interrupt(self) -> None:
        """Interrupt the kernel, and give it up if that does not help."""
        if not self._kernel.interrupt(self._times.grace):
            self._drop()

    def _drop(self) -> tuple[int | None, str | None]:
        self._losses += 1
        return self.close()

    def _lost(self) -> Trouble:
        """Say what a kernel died of."""
        code, reason = self._drop()
        if reason == "memory":
            return Trouble(State.KILLED, "was killed for the memory it took")
        for number in (signal.SIGSEGV, signal.SIGBUS, signal.SIGABRT, signal.SIGFPE):
            if code in (-number, 128 + number):
                return Trouble(State.FAILED, f"crashed ({signal.strsignal(number).lower()})")
        return Trouble(State.FAILED, f"ended the kernel (exit code {code})")


def error_of(cell: NotebookNode) -> NotebookNode | None:
    """Return the exception that a cell ended with."""
    return next((out for out in cell.outputs if out.output_type == "error"), None)
