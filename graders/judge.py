"""Runs test cells in a process of its own, outside the student's kernel.

The source of a test cell is the one that students run beside their solution. Here the names that
it may take from the student stand for objects in the kernel: calling one sends the arguments over,
by value, and brings back plain data. Expected values exist only in this process.
"""

import ast
import builtins
import io
import math
import socket
import sys
import warnings
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from types import FrameType, TracebackType
from typing import Any

import cloudpickle
import numpy as np

from graders import frames, wire
from graders.handles import Handle, HandleError, revive
from graders.hidden import hidden_lines
from graders.states import State
from graders.streams import carry_on
from graders.student import _generators
from graders.wording import MAX_HIDDEN_TEXT, MAX_MESSAGE, builtin, summary, telling

FILENAME = "<test cell>"
HIDDEN_CHECK = "a hidden check failed"


class Stopped(BaseException):
    """The call did not come back; no test can go on, nor catch it by ``except Exception``."""


class Changed(AssertionError):
    """A call changed its argument."""


class TestError(Exception):
    """The test itself is at fault."""


class _Nowhere(io.TextIOBase):
    def write(self, text: str) -> int:
        return len(text)


class _Printed(io.TextIOBase):
    """Keeps what the visible part of a test prints, for the student to read."""

    def __init__(self, is_hidden: Callable[[FrameType], bool]):
        self.text = ""
        self.is_hidden = is_hidden

    def write(self, text: str) -> int:
        if len(self.text) < MAX_MESSAGE and not self.is_hidden(sys._getframe()):
            self.text += text[:MAX_MESSAGE]
        return len(text)


def serve(connection: socket.socket) -> None:
    """Run the test cells that the grader sends until it goes away."""
    while True:
        try:
            order, _ = frames.receive(connection)
        except EOFError:
            return
        outcome = Trial(connection, **order["test"]).outcome()
        frames.send(connection, {"outcome": outcome})


class Trial:
    """One test cell being run.

    Parameters
    ----------
    connection : socket.socket
        Where calls go to, and their replies come from.
    source : str
        The cell, hidden regions included.
    names : list of str
        What it may take from the student.
    points : float
        What it is worth.
    """

    def __init__(self, connection: socket.socket, source: str, names: list[str], points: float):
        self.connection = connection
        self.source = source
        self.names = names
        self.points = points
        self.lines = source.split("\n")
        self.hidden = hidden_lines(self.lines)
        self.calls = 0

    def outcome(self) -> dict[str, Any]:
        """Run the cell; return ``state``, ``points`` and ``message``, and what only we read."""
        # Once for all: a part of a message may come from a kernel that was tampered with.
        return {
            key: value[:MAX_MESSAGE] if type(value) is str else value
            for key, value in self._outcome().items()
        }

    def _outcome(self) -> dict[str, Any]:
        printed = _Printed(self._in_hidden)
        try:
            with (
                warnings.catch_warnings(),
                np.errstate(),
                redirect_stdout(printed),
                redirect_stderr(_Nowhere()),
            ):
                value = self._run()
            credit = self._credit(value)
            return {**credit, "message": credit["message"] or printed.text.strip()}
        except Stopped:
            return {"state": State.TIMED_OUT, "points": 0.0, "message": "", "stopped": True}
        except BaseException as error:
            return self._failure(error)
        finally:
            plots = sys.modules.get("matplotlib.pyplot")
            if plots is not None:
                plots.close("all")

    def _run(self) -> Any:
        """Execute the cell, and return the value of its last expression."""
        tree = ast.parse(self.source, FILENAME)
        last = None
        if tree.body and isinstance(tree.body[-1], ast.Expr):
            last = ast.Expression(tree.body.pop().value)
        space: dict[str, Any] = {"__name__": "__main__", "__builtins__": builtins}
        space.update((name, Handle(self.ask, name)) for name in self.names)
        exec(compile(tree, FILENAME, "exec"), space)
        return None if last is None else eval(compile(last, FILENAME, "eval"), space)

    def ask(self, op: str, handle: Handle, args: tuple, kwargs: dict, attribute: str = "") -> Any:
        """Put a question to the kernel and return the answer as fresh, plain values."""
        request = {
            "op": op,
            "target": handle._target,
            "attribute": attribute,
            "errstate": np.geterr(),
        }
        try:
            arguments = cloudpickle.dumps((args, kwargs))
        except Exception as error:
            raise TestError(f"an argument cannot be sent: {error}") from error
        name = handle._target if isinstance(handle._target, str) else handle._kind
        name += f".{attribute}" if attribute else ""
        self.calls += 1
        frames.send(self.connection, {"call": f"{name}(…)", "request": request}, arguments)
        header, body = frames.receive(self.connection)
        if "stopped" in header:
            raise Stopped
        try:
            reply = wire.decode(body)
            return self._take(reply, name, args, kwargs)
        except (wire.WireError, KeyError, TypeError, AttributeError, IndexError) as error:
            if isinstance(error, HandleError) or hasattr(error, "graders_call"):
                raise
            raise HandleError(f"{name} did not return in an orderly way") from None

    def _take(self, reply: dict, name: str, args: tuple, kwargs: dict) -> Any:
        hidden = self._in_hidden(sys._getframe())
        call = f"{name}(…)" if hidden else f"{name}({summary(args, kwargs)})"
        for warning in reply["warnings"]:
            kind = builtin(warning["base"], Warning)
            try:
                warnings.warn(kind(warning["text"]), stacklevel=5)
            except Warning as raised:  # a test that turns warnings into errors
                raised.graders_call = (call, warning)
                raise
        if "error" in reply:
            error = reply["error"]
            if error.get("missing"):
                raised = NameError(f"`{error['text']}` is not defined")
                raised.graders_call = None
                raised.graders_missing = str(error["text"])
            else:
                raised = builtin(error["base"], Exception)(error["text"])
                raised.graders_call = (call, error)
            raise raised
        if reply.get("changed"):
            which = ", ".join(f"`{key}`" for key in reply["changed"])
            raise Changed(f"{call} changed its argument {which}; work on a copy")
        generators = _generators([*args, *kwargs.values()])
        for generator, state in zip(generators, reply.get("generators", ()), strict=False):
            carry_on(generator, state)
        return revive(reply["value"], self.ask)

    def _credit(self, value: Any) -> dict[str, Any]:
        if value is None:
            return {"state": State.PASSED, "points": self.points, "message": ""}
        if isinstance(value, bool | np.bool) or not isinstance(
            value, int | float | np.integer | np.floating
        ):
            raise TestError(f"its last expression is a {type(value).__name__}, not points")
        points = float(value)
        if not math.isfinite(points):
            return self._grader_error(f"its points are {points}")
        points = min(max(points, 0.0), self.points)
        if points == self.points:
            return {"state": State.PASSED, "points": points, "message": ""}
        state = State.PARTIAL if points else State.FAILED
        message = f"{points:.4g} of {self.points:g} points for how far the result got"
        return {"state": state, "points": points, "message": message}

    def _failure(self, error: BaseException) -> dict[str, Any]:
        """Say whose fault an exception is, and put it into words without leaking hidden tests."""
        trace = _test_frames(error.__traceback__)
        hidden = any(line in self.hidden for line in trace)
        line = "" if hidden or not trace else self._statement(trace[0])
        told = {"state": State.FAILED, "points": 0.0, "line": line}
        if hasattr(error, "graders_missing"):
            return {**told, "message": str(error), "undefined": error.graders_missing}
        if getattr(error, "graders_call", None):
            call, described = error.graders_call
            return {**told, **telling(call, described, hidden)}
        if isinstance(error, HandleError | Changed):
            return {**told, "message": str(error)[:MAX_MESSAGE]}
        if isinstance(error, TestError):
            return self._grader_error(str(error))
        own = _innermost(error.__traceback__) == FILENAME
        if self.calls and isinstance(error, AssertionError):
            # What a library compares and prints may be the answer to a hidden input.
            text = str(error) if own or not hidden else ""
            default = HIDDEN_CHECK if hidden else "this check failed"
            return {**told, "message": text[:MAX_MESSAGE] or default}
        at_fault = isinstance(error, NameError | ImportError | SyntaxError) and own
        if not self.calls or at_fault or not isinstance(error, Exception):
            where = f"line {trace[-1]}: " if trace else ""
            return self._grader_error(f"{where}{type(error).__name__}: {error}")
        text = f"{type(error).__name__}: {error}"
        text = text[: MAX_HIDDEN_TEXT if hidden else MAX_MESSAGE]
        return {**told, "message": f"the result could not be checked: {text}"}

    def _grader_error(self, detail: str) -> dict[str, Any]:
        return {
            "state": State.GRADER_ERROR,
            "points": None,
            "message": "the grader made a mistake here; a person will look at it",
            "detail": detail[:MAX_MESSAGE],
        }

    def _in_hidden(self, frame: FrameType | None) -> bool:
        while frame is not None:
            if frame.f_code.co_filename == FILENAME and frame.f_lineno in self.hidden:
                return True
            frame = frame.f_back
        return False

    def _statement(self, line: int) -> str:
        """Return the visible statement that a line belongs to, its first lines."""
        for node in ast.parse(self.source).body:
            if node.lineno <= line <= (node.end_lineno or node.lineno):
                return "\n".join(self.lines[node.lineno - 1 : node.end_lineno][:6])
        return ""


def _test_frames(trace: TracebackType | None) -> list[int]:
    """Return the lines of the test cell that an exception came through, outermost first."""
    lines = []
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == FILENAME:
            lines.append(trace.tb_lineno)
        trace = trace.tb_next
    return lines


def _innermost(trace: TracebackType | None) -> str:
    name = FILENAME  # a cell that does not compile has no frame
    while trace is not None:
        name = trace.tb_frame.f_code.co_filename
        trace = trace.tb_next
    return name
