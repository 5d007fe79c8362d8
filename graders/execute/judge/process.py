"""Runs test cells in a process of its own, which never runs student code.

Runs in the judge's process. The source of a test cell is the one that students run beside their
solution. Here the names that it may take from the student stand for objects in the student's
process: calling one sends the arguments over, by value, and brings back plain data. Expected values
exist only in this process.
"""

import ast
import builtins
import functools
import io
import math
import re
import socket
import sys
import traceback
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from itertools import chain
from types import BuiltinFunctionType, FrameType, FunctionType, ModuleType, TracebackType
from typing import Any

import cloudpickle
import msgspec
import numpy as np

from graders.execute.judge import messages
from graders.execute.judge.changes import replaced, write_back
from graders.execute.judge.classes import ClassProxy, maker
from graders.execute.judge.generators import carry_on
from graders.execute.judge.messages import MAX_MESSAGE, one_line, text_of
from graders.execute.judge.proxies import IteratorProxy, Proxy, ProxyError, revive
from graders.execute.judge.returned import ReturnedValues
from graders.execute.sandbox.workspace import Folders
from graders.execute.wire import arguments, encoding, frames, objects, protocol, seeds
from graders.execute.wire.protocol import TO_JUDGE, CallReport, Outcome, RemoteError, Test
from graders.notebook.hidden import hidden_lines
from graders.notebook.results import GRADING_FAILED, State

FILENAME = "<test cell>"
# Bytes that the iterators of a test may bring, one part after the other.
MAX_BROUGHT = 4 * encoding.MAX_BYTES
HIDDEN_CHECK = "a hidden check failed"
# An argument that a function returns is that very one again, as it is beside the solution.
_SAME = list | dict | set | tuple | np.ndarray | FunctionType | BuiltinFunctionType | Proxy
# How a test may say itself what partial credit is for: "1.5 of 2 points: accuracy 71 %".
POINTS = re.compile(r"[\d.]+ of [\d.]+ points: ")


class Stopped(BaseException):
    """The call did not come back; no test can go on, nor catch it by ``except Exception``."""


class UndefinedNameError(NameError):
    """The student has not defined a name that the test asks for."""

    def __init__(self, undefined: str):
        super().__init__(f"`{undefined}` is not defined")
        self.undefined = undefined


class ArgumentChangedError(AssertionError):
    """A call changed its argument."""


class TestError(Exception):
    """The test itself is at fault."""


class _Printed(io.TextIOBase):
    """Keeps what the visible part of a test prints, for the student to read."""

    def __init__(self, is_hidden: Callable[[FrameType], bool]):
        self.text = ""
        self.is_hidden = is_hidden

    def write(self, text: str) -> int:
        if len(self.text) < MAX_MESSAGE and not self.is_hidden(sys._getframe()):
            self.text += text[:MAX_MESSAGE]
        return len(text)


def prepare(folders: Folders, connection: socket.socket) -> Callable[[], None]:
    """Return what serves the grader, to whom `connection` leads."""
    return lambda: serve(connection)


def serve(connection: socket.socket) -> None:
    """Run the test cells that the grader sends until it goes away."""
    while True:
        try:
            message, _ = frames.receive(connection, TO_JUDGE)
        except EOFError:
            return
        if isinstance(message, Test):
            frames.send(connection, TestRun(connection, message).outcome())


class TestRun:
    """One test cell being run; its calls and their replies go over `connection`."""

    def __init__(self, connection: socket.socket, test: Test):
        self.connection = connection
        self.test = test
        self.lines = test.source.split("\n")
        self.hidden = hidden_lines(self.lines)
        self.calls = 0
        self.seeds: list[tuple[str, int]] = []
        self.printed = _Printed(self._in_hidden)
        self.open = frozenset(chain.from_iterable(test.classes.values()))
        self.returned = ReturnedValues()
        self.module = ModuleType("__main__")
        self.space: dict[str, Any] = vars(self.module)
        self.space["__builtins__"] = builtins
        self.authors: dict[str, type] = {}  # classes of cells above
        self.watched: list[str] = []
        self.brought = 0  # bytes, by iterators
        # What calls raised, by the ids of the exceptions: the test may let them pass.
        self.raised: dict[int, tuple[BaseException, str, RemoteError]] = {}

    def outcome(self) -> Outcome:
        """Run the cell and say what became of it."""
        try:
            with (
                warnings.catch_warnings(),
                np.errstate(),
                seeds.noted(self.seeds),
                _as_main(self.module),
                redirect_stdout(self.printed),
                redirect_stderr(_Printed(lambda _: True)),
            ):
                value = self._run()
            outcome = self._credit(value, self.printed.text.strip())
        except Stopped:
            return Outcome(State.TIMED_OUT, stopped=True)
        except BaseException as error:
            outcome = self._failure(error)
        finally:
            plots = sys.modules.get("matplotlib.pyplot")
            if plots is not None:
                plots.close("all")
        return _sendable(outcome, self.returned.unusual)

    def _run(self) -> Any:
        """Execute the cell, and return the value of its last expression."""
        tree = ast.parse(self.test.source, FILENAME)
        last = None
        end = tree.body[-1] if tree.body else None
        if isinstance(end, ast.Expr) and not _is_word(end.value):
            del tree.body[-1]
            last = ast.Expression(end.value)
        self.returned.read(tree)
        prelude, space = ast.parse(self.test.prelude), self.space
        self._give(_values(tree, prelude), _looks_names_up(tree))
        exec(compile(prelude, "<cells above>", "exec"), space)
        self.authors = self._classes()
        exec(compile(tree, FILENAME, "exec"), space)
        return None if last is None else eval(compile(last, FILENAME, "eval"), space)

    def _give(self, values: set[str], looked_up: bool) -> None:
        """Give the test the names that it may take from the student, if they are defined."""
        for name in self.test.names:
            is_class = name in self.test.classes
            proxy = (maker(self.open, is_made=False) if is_class else Proxy)(self.ask, name)
            try:
                if looked_up and name not in values:
                    self.ask("defined", proxy, (), {})
                self.space[name] = self._value(proxy) if name in values else proxy
            except UndefinedNameError:
                if hasattr(builtins, name):
                    self.space[name] = proxy  # lest it be taken for Python's own

    def _value(self, proxy: Proxy) -> Any:
        """Return what a name of the student's stands for if that is plain data."""
        if isinstance(proxy, ClassProxy):
            return proxy
        try:
            value = self.ask("value", proxy, (), {})
        except UndefinedNameError:
            raise
        except Exception:
            return proxy  # raises that again where the test needs it
        if isinstance(value, ClassProxy | IteratorProxy):
            return value
        if not isinstance(value, Proxy):
            self.watched.append(str(proxy._target))
            return value
        kind, claim, is_callable = value._kind, value._claim, value._is_callable
        return Proxy(self.ask, proxy._target, kind=kind, claim=claim, is_callable=is_callable)

    def _refresh(self, names: list[str]) -> None:
        """Give the test the values again that a call has changed."""
        for name in names:
            if name in self.watched and name in self.space:
                value = self.ask("value", Proxy(self.ask, name), (), {})
                if not replaced(self.space[name], value):
                    self.space[name] = value

    def _classes(self) -> dict[str, type]:
        """Return the author's own classes, those of the test included."""
        return {
            name: value
            for name, value in self.space.items()
            if isinstance(value, type) and value.__module__ == "__main__"
        }

    def _pickled(self, args: tuple, kwargs: dict) -> bytes:
        file = io.BytesIO()
        try:
            _Pickler(file, self.authors).dump((args, kwargs))
        except Exception as error:
            raise TestError(f"an argument cannot be sent: {error}") from error
        return file.getvalue()

    def ask(
        self, op: protocol.Operation, proxy: Proxy, args: tuple, kwargs: dict, attribute: str = ""
    ) -> Any:
        """Put a question to the student's process; return the answer as fresh, plain values."""
        seeded, self.seeds[:] = list(self.seeds), []
        classes, calls = self._classes(), op in ("call", "method")
        request = protocol.Request(
            op,
            proxy._target,
            attribute,
            _errstate(),
            seeds=seeded,
            changing=self.test.changing and calls,
            kinds=sorted({*self.test.kinds, *classes}),
            watched=self.watched if calls else [],
        )
        pickled = self._pickled(args, kwargs)
        name = messages.name_of_call(op, proxy._target, proxy._kind, attribute)
        self.calls += 1
        frames.send(self.connection, protocol.Ask(f"{name}(…)", request), pickled)
        message, body = frames.receive(self.connection, TO_JUDGE)
        if not isinstance(message, protocol.Answer):
            raise Stopped
        self.brought += len(body) if op == "next" else 0
        if self.brought > MAX_BROUGHT:
            raise ProxyError(f"{proxy._origin} that brought more than {MAX_BROUGHT >> 20} MB")
        hidden = self._in_hidden(sys._getframe())
        call = f"{name}(…)" if hidden else f"{name}({messages.summary(args, kwargs)})"
        try:
            report, encoded = arguments.split(body)
            together = functools.partial(objects.together, classes=classes)
            value = None if report.error else encoding.decode(encoded, together)
        except arguments.ErrorUnreadable:
            raise ProxyError(f"{name} raised an error that cannot be read") from None
        except ValueError:
            raise ProxyError(f"{name} returned something that cannot be read") from None
        self._tell(report, call)
        if report.printed and sys.stdout is not self.printed:  # a test that looks at it
            sys.stdout.write(report.printed)
        result = self._take(value, name, args, kwargs)
        words = report.returned
        if not words and op == "call" and isinstance(result, encoding.Reference):
            words = f"a `{result.kind}`"
        origin = f"`{name}(…)` returned {words}" if words else ""
        make: Callable[..., Proxy] = Proxy
        if self.open:
            is_class = isinstance(proxy, ClassProxy) and isinstance(proxy._target, str)
            make = maker(self.open, is_made=op == "call" and is_class)
        given = [*args, *kwargs.values()]
        if 0 <= report.same < len(given) and isinstance(given[report.same], _SAME):
            result = given[report.same]
        else:
            result = revive(result, self.ask, origin, make)
        self._refresh(report.rebound)
        self.returned.look(result)
        if op == "call" and isinstance(proxy._target, str):
            self.returned.note(name, result, report.returned, sys._getframe(2))
        return result

    def _tell(self, report: CallReport, call: str) -> None:
        """Raise and warn as the call did."""
        for warning in report.warnings:
            kind = messages.builtin(warning.base, Warning)
            try:
                warnings.warn(kind(warning.text), stacklevel=6)
            except Warning as raised:  # a test that turns warnings into errors
                self.raised[id(raised)] = raised, call, warning
                raise
        if report.error is not None:
            # Of names only those that the test itself takes from the student are believed.
            if report.error.missing and report.error.text in self.test.names:
                raise UndefinedNameError(report.error.text)
            error = messages.exception(call, report.error)
            self.raised[id(error)] = error, call, report.error
            raise error
        if report.changed:
            which = ", ".join(f"`{key}`" for key in report.changed)
            raise ArgumentChangedError(f"{call} changed its argument {which}; work on a copy")

    def _take(self, value: Any, name: str, args: tuple, kwargs: dict) -> Any:
        """Return what a call returned, and move the generators among its arguments on."""
        if type(value) is not tuple or len(value) not in (2, 3) or type(value[1]) is not list:
            raise ProxyError(f"{name} returned something that cannot be read")
        if self.test.changing and len(value) == 3:
            write_back([*args, *kwargs.values()], value[2], name)
        generators = arguments.generators([*args, *kwargs.values()])
        for generator, state in zip(generators, value[1], strict=False):
            carry_on(generator, state)
        return value[0]

    def _credit(self, value: Any, printed: str) -> Outcome:
        top = self.test.points
        if value is None:
            return Outcome(State.PASSED, top, printed[:MAX_MESSAGE])
        if isinstance(value, bool | np.bool) or not isinstance(
            value, int | float | np.integer | np.floating
        ):
            why = f"its last expression is a {type(value).__name__}, not points"
            return self._no_points(why, type(value) in self.returned.types)
        points = float(value)
        if not math.isfinite(points):
            return self._no_points(f"its points are {points}", self.returned.strange)
        points = min(max(points, 0.0), top)
        if points == top:
            return Outcome(State.PASSED, points, printed[:MAX_MESSAGE])
        state = State.PARTIAL if points else State.FAILED
        if POINTS.match(printed):  # said for the student's own notebook, too
            return Outcome(state, points, printed[:MAX_MESSAGE])
        why = f": {printed[:MAX_MESSAGE]}" if printed else " for how far the result got"
        return Outcome(state, points, f"{points:.4g} of {top:g} points{why}")

    def _no_points(self, why: str, because_of_student: bool) -> Outcome:
        """Say that a test came to something that is no number of points, and whose fault it is.

        The reference solution comes to points, or the test would not have been released. So what
        has come of values that are no ordinary numbers is the student's failure.
        """
        if not because_of_student:
            return _grader_error(why)
        return Outcome(State.FAILED, 0.0, self.returned.not_checked(why))

    def _failure(self, error: BaseException) -> Outcome:
        """Say whose fault an exception is, and put it into words without leaking hidden tests."""
        trace = _test_frames(error.__traceback__)
        hidden = any(line in self.hidden for line in trace)
        line = "" if hidden or not trace else self._statement(trace[0])
        undefined = error.name if isinstance(error, NameError) else None
        if isinstance(error, UndefinedNameError):
            undefined = error.undefined
        if undefined in self.test.names and (
            undefined not in self.space or isinstance(error, UndefinedNameError)
        ):
            said = f"`{undefined}` is not defined"
            return Outcome(State.FAILED, 0.0, said, line, undefined=str(undefined))
        if id(error) in self.raised:
            _, call, remote = self.raised[id(error)]
            state, message = messages.raised_by_call(call, remote, hidden)
            return Outcome(state, 0.0, message, line)
        if isinstance(error, ProxyError | ArgumentChangedError):
            return Outcome(State.FAILED, 0.0, text_of(error)[:MAX_MESSAGE], line)
        if isinstance(error, TestError):
            return _grader_error(str(error))
        own = _innermost(error.__traceback__) == FILENAME
        if self.calls and (isinstance(error, AssertionError) or _is_of_pytest(error)):
            # What a library compares and prints may be the answer to a hidden input.
            text = text_of(error) if own or not hidden else ""
            text = text[:MAX_MESSAGE] or (HIDDEN_CHECK if hidden else "this check failed")
            parts = filter(None, [self.returned.suspect(text), text])
            return Outcome(State.FAILED, 0.0, "\n".join(parts), line)
        at_fault = isinstance(error, NameError | ImportError | SyntaxError) and own
        if not self.calls or at_fault or not isinstance(error, Exception):
            where = f"line {trace[-1]}: " if trace else ""
            return _grader_error(f"{where}{type(error).__name__}: {text_of(error)}")
        text = f"{type(error).__name__}: {text_of(error)}"
        text = one_line(text) if hidden else text[:MAX_MESSAGE]
        message = self.returned.not_checked(text)
        return Outcome(State.FAILED, 0.0, message, line)

    def _in_hidden(self, frame: FrameType | None) -> bool:
        while frame is not None:
            if frame.f_code.co_filename == FILENAME and frame.f_lineno in self.hidden:
                return True
            frame = frame.f_back
        return False

    def _statement(self, line: int) -> str:
        """Return the visible statement that a line belongs to, its first lines."""
        for node in ast.parse(self.test.source).body:
            if node.lineno <= line <= (node.end_lineno or node.lineno):
                return "\n".join(self.lines[node.lineno - 1 : node.end_lineno][:6])
        return ""


@contextmanager
def _as_main(module: ModuleType) -> Iterator[None]:
    """Be the main module meanwhile, where ``unittest.main()`` looks for tests."""
    before = sys.modules["__main__"]
    sys.modules["__main__"] = module
    try:
        yield
    finally:
        sys.modules["__main__"] = before


def _is_word(node: ast.expr) -> bool:
    """Whether the last line of a test merely says something: ``True``, ``"well done"``."""
    value = node.value if isinstance(node, ast.Constant) else None
    return value is True or (isinstance(value, str) and not value.strip()[:1].isdigit())


def _is_of_pytest(error: BaseException) -> bool:
    """Whether an exception is that of ``pytest.fail`` or of a `pytest.raises` that saw none."""
    pytest = sys.modules.get("pytest")
    return pytest is not None and isinstance(error, pytest.fail.Exception)


class _Pickler(cloudpickle.Pickler):
    """Pickles arguments; objects of classes that the student's process has become those there."""

    def __init__(self, file: io.BytesIO, classes: dict[str, type]):
        super().__init__(file)
        self.classes = classes

    def reducer_override(self, obj: Any) -> Any:
        """Return how an object is made anew, or NotImplemented for what is pickled as it is."""
        cls = obj if isinstance(obj, type) else type(obj)
        if getattr(cls, "of_student", False) is True:
            if cls is obj:
                return arguments.named_class, (cls.__name__, cloudpickle.dumps(cls))
            has = tuple(obj) if isinstance(obj, tuple) else vars(obj)
            return arguments.passed_back, (cls.__name__, has, cloudpickle.dumps(cls))
        if cls is obj and self.classes.get(cls.__name__) is cls:
            return arguments.named_class, (cls.__name__, cloudpickle.dumps(cls))
        return super().reducer_override(obj)


def _looks_names_up(tree: ast.AST) -> bool:
    """Whether a test asks what is defined: ``"x" in globals()``."""
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    return bool(names & {"globals", "locals", "vars", "dir", "eval", "exec"})


def _values(*trees: ast.AST) -> set[str]:
    """Return the names that sources take and never call."""
    nodes = [node for tree in trees for node in ast.walk(tree)]
    functions = [node.func for node in nodes if isinstance(node, ast.Call)]
    called = {node.id for node in functions if isinstance(node, ast.Name)}
    return {node.id for node in nodes if isinstance(node, ast.Name)} - called


def _errstate() -> dict[str, str]:
    return {kind: str(handling) for kind, handling in np.geterr().items()}


def _sendable(outcome: Outcome, returned: str) -> Outcome:
    """Return an outcome as it can be sent: what a student returned may hold half a character."""
    texts = {name: getattr(outcome, name) for name in ("message", "line", "detail")}
    clean = {name: text.encode("utf-8", "replace").decode() for name, text in texts.items()}
    return msgspec.structs.replace(outcome, returned=returned, **clean)


def _grader_error(detail: str) -> Outcome:
    return Outcome(State.GRADER_ERROR, None, GRADING_FAILED, detail=detail[:MAX_MESSAGE])


def _test_frames(trace: TracebackType | None) -> list[int]:
    """Return the lines of the test cell that an exception came through, outermost first."""
    steps = traceback.walk_tb(trace)
    return [line for frame, line in steps if frame.f_code.co_filename == FILENAME]


def _innermost(trace: TracebackType | None) -> str:
    names = [frame.f_code.co_filename for frame, _ in traceback.walk_tb(trace)]
    return names[-1] if names else FILENAME  # a cell that does not compile has no frame
