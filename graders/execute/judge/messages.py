"""Puts into words what a call did, for the student who reads why a test failed.

Runs in the judge's process.
"""

import builtins
from typing import Any

import numpy as np

from graders.execute.wire.protocol import Operation, RemoteError
from graders.notebook.results import State

MAX_MESSAGE = 2000
MAX_HIDDEN_TEXT = 200


def builtin(name: str, parent: type) -> type:
    """Return the builtin exception of that name, or the nearest one that takes a message."""
    found = getattr(builtins, str(name), None)
    if not isinstance(found, type) or not issubclass(found, parent):
        # SystemExit, KeyboardInterrupt …: in the student's function, no reason to stop the judge.
        return RuntimeError if parent is Exception else UserWarning
    if issubclass(found, UnicodeError):
        return ValueError
    return Exception if issubclass(found, BaseExceptionGroup) else found


# What asks an object for its data, as one would write it in Python.
QUESTIONS = {
    "array": "np.asarray",
    "float": "float",
    "index": "int",
    "length": "len",
    "iterate": "list",
}


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
    text = error.text[: MAX_HIDDEN_TEXT if hidden else MAX_MESSAGE]
    message = f"{call} raised {error.type}" + (f": {text}" if text else "")
    if error.unsent:
        message = f"{call}: {text}"
    if error.line:
        message += f"\nin your line `{error.line}`"
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
