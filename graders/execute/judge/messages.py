"""Puts into words what a call did, for the student who reads why a test failed.

Runs in the judge's process.
"""

import builtins
from typing import Any

import numpy as np

from graders.execute.wire.protocol import Operation, RemoteError
from graders.notebook.hidden import cut
from graders.notebook.results import State

MAX_MESSAGE = 2000
# What steers a loop, a generator or the program. Raised by a function that a test calls, they would
# end a `map` or a generator of the test early, as if all were well.
_STEERING = StopIteration, StopAsyncIteration


def builtin(name: str, parent: type) -> type:
    """Return the builtin exception of that name, or the nearest one that takes a message."""
    found = getattr(builtins, str(name), None)
    if not isinstance(found, type) or not issubclass(found, parent):
        # SystemExit, GeneratorExit …: in the student's function, no reason to stop the judge.
        return RuntimeError if parent is Exception else UserWarning
    if issubclass(found, _STEERING):
        return RuntimeError
    if issubclass(found, UnicodeError):
        return ValueError
    return Exception if issubclass(found, BaseExceptionGroup) else found


# Exceptions of libraries that tests ask for; each takes a message.
LIBRARIES: dict[tuple[str, str], type[Exception]] = {
    ("LinAlgError", "ValueError"): np.linalg.LinAlgError,
    ("ComplexWarning", "RuntimeWarning"): np.exceptions.ComplexWarning,
}

# What asks an object for its data, as one would write it in Python.
QUESTIONS = {
    "array": "np.asarray",
    "float": "float",
    "index": "int",
    "length": "len",
    "iterate": "list",
}


def exception(call: str, error: RemoteError) -> Exception:
    """Return what a test gets when a call raised an exception: one of the same builtin class.

    What would steer a loop or end the program arrives as a RuntimeError that names it, as Python
    itself has it for a generator that raises StopIteration.
    """
    kind = LIBRARIES.get((error.type, error.base)) or builtin(error.base, Exception)
    steers = kind is RuntimeError and error.base != "RuntimeError"
    made: Exception = kind(f"{call} raised {error.type}" if steers else error.text)
    return made


def text_of(error: BaseException) -> str:
    """Return the message of an exception, which what a student returned may keep from having one.

    An integer of thousands of digits has no text, and neither has what holds it.
    """
    try:
        return str(error)
    except Exception:
        return "(its message cannot be shown)"


def one_line(text: str) -> str:
    """Return a text without line breaks, and no longer than is shown of a hidden call."""
    return cut(" ".join(text.split()))


def name_of_call(op: Operation, target: str | int, kind: str, attribute: str) -> str:
    """Return the name of what is called, such as ``rmse`` or ``Sequential.predict``."""
    if isinstance(target, str):
        return target
    if op in QUESTIONS:
        return QUESTIONS[op]
    return f"{kind}.{attribute}" if attribute else kind


def raised_by_call(call: str, error: RemoteError, hidden: bool) -> tuple[State, str]:
    """Say that a call raised an exception, and in which state that leaves the test."""
    if error.base == "MemoryError":
        return State.KILLED, f"{call} ran out of memory"
    if error.type == "StdinNotImplementedError":
        line = f"\nin your line `{one_line(error.line)}`" if error.line else ""
        return State.FAILED, f"{call} waits for input, and nobody types when it is graded{line}"
    text = one_line(error.text) if hidden else error.text[:MAX_MESSAGE]
    message = f"{call} raised {error.type}" + (f": {text}" if text else "")
    if error.unsent:
        message = f"{call}: {text}"
    if error.line:
        message += f"\nin your line `{one_line(error.line)}`"
    return State.FAILED, message


def summary(args: tuple, kwargs: dict) -> str:
    """Return the arguments of a call, small ones in full and large ones by their shape."""
    parts = [_short(value) for value in args]
    return ", ".join(parts + [f"{key}={_short(value)}" for key, value in kwargs.items()])


def _short(value: Any) -> str:
    if isinstance(value, np.ndarray):
        if value.size > 6:
            return f"array of shape {value.shape}"
        return np.array2string(value, separator=", ", precision=4).replace("\n", "")
    if isinstance(value, list | tuple | dict | set):
        text = repr(value)
        return text if len(text) <= 60 else f"{type(value).__name__} of {len(value)}"
    if isinstance(value, int | float | complex | str | np.generic) or value is None:
        text = str(value) if isinstance(value, np.generic) else repr(value)
        return text if len(text) <= 40 else text[:40] + "…"
    return getattr(value, "__name__", None) or type(value).__name__
