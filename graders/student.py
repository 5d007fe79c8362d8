"""The part that runs inside the student's kernel: it carries out what the judge asks for.

The requests come in pickled by value, for the judge is trusted; what goes back is encoded by
`graders.wire`. Student code shares this process and may tamper with everything here: then calls
fail, or bring other data, as any function of the student's can. What this module needs it takes
hold of before the student's first cell, so that a student who rebinds a name does so for nobody
but themselves.
"""

import asyncio
import hashlib
import inspect
import linecache
import pickle
import signal
import socket
import sys
import warnings
from collections.abc import Callable
from itertools import islice
from typing import Any

import numpy as np

from graders import frames, wire

MAX_TEXT = 2000
MAX_WARNINGS = 50
MAX_PARTS = 100_000
MAX_UNSENT = 4 * 2**20

_catch_warnings, _simplefilter = warnings.catch_warnings, warnings.simplefilter
_encode, _Reference, _WireError = wire.encode, wire.Reference, wire.WireError
_loads, _errstate, _asarray = pickle.loads, np.errstate, np.asarray
_receive, _send, _blake2b = frames.receive, frames.send, hashlib.blake2b
_signal, _interrupt, _ignore = signal.signal, signal.default_int_handler, signal.SIG_IGN
_ndarray, _Generator, _contiguous = np.ndarray, np.random.Generator, np.ascontiguousarray

# Where requests come from, and replies go to; set by the program that starts the kernel.
calls: socket.socket | None = None

_kept: dict[int, Any] = {}
_in_call = False


class MissingName(NameError):
    """The student has not defined the name."""


class LostObject(RuntimeError):
    """The object was kept by a kernel that has been replaced."""


def begin() -> None:
    """Answer calls from now on, and bound what is printed; before the student's first cell.

    ipykernel sends what was printed in the last 0.2 s in one message, which for a fast loop is all
    the memory there is. What is printed in a call is for nobody.
    """
    loop = asyncio.get_running_loop()
    loop.add_reader(calls, _serve, loop, sys.modules["IPython"].get_ipython())
    for stream in (sys.stdout, sys.stderr):
        # On the object, where IPython has put a method of its own.
        stream.write = _bounded(stream, stream.write)


def _bounded(stream: Any, write: Callable[[str], Any]) -> Callable[[str], Any]:
    unsent = 0

    def bounded(text: str) -> Any:
        nonlocal unsent
        if _in_call:
            return len(text)
        result = write(text)
        unsent += len(text)
        if unsent > MAX_UNSENT:
            unsent = 0
            stream.flush()
        return result

    return bounded


def resolve(target: str | int) -> Any:
    """Return the object that a name or a token stands for."""
    if isinstance(target, int):
        if target not in _kept:
            raise LostObject("an object returned earlier is gone: the kernel had to be replaced")
        return _kept[target]
    shell = sys.modules["IPython"].get_ipython()
    try:
        return shell.user_ns[target]
    except KeyError:
        raise MissingName(target) from None


def _serve(loop: asyncio.AbstractEventLoop, shell: Any) -> None:
    """Answer one request of the judge, or, if that is impossible, let the grader know at once."""
    global _in_call
    try:
        request, arguments = _receive(calls)
        _in_call = True
        # As ipykernel does while it runs a cell.
        _signal(signal.SIGINT, _interrupt)
        try:
            with shell.builtin_trap:
                reply = answer(request, arguments)
        except KeyboardInterrupt as error:
            reply = _encode({"error": _describe(error), "warnings": []})
        finally:
            _signal(signal.SIGINT, _ignore)
            _in_call = False
        _send(calls, {"number": request["number"]}, reply)
    except BaseException:
        loop.remove_reader(calls)
        calls.close()


def answer(request: dict, arguments: bytes | bytearray) -> bytes:
    """Carry out one request of the judge.

    Parameters
    ----------
    request : dict
        ``op`` (what to do), ``target`` (a name or a token), ``attribute`` and ``errstate``
        (NumPy's).
    arguments : bytes
        A pickle of ``args`` and ``kwargs``.

    Returns
    -------
    bytes
        The encoded reply.
    """
    reply: dict[str, Any] = {}
    with _catch_warnings(record=True) as caught:
        _simplefilter("always")
        try:
            reply = _carry_out(request, arguments)
        except BaseException as error:
            reply = {"error": _describe(error)}
    reply["warnings"] = [_describe(entry.message) for entry in islice(caught or (), MAX_WARNINGS)]
    try:
        return _encode(reply, reference=_keep)
    except _WireError as error:
        text = f"the result is no use as it is: {error}"
        told = {"type": "ValueError", "base": "ValueError", "text": text, "too_large": True}
        return _encode({"error": told, "warnings": []})


def _carry_out(request: dict, arguments: bytes | bytearray) -> dict[str, Any]:
    op = request["op"]
    target = resolve(request["target"])
    args, kwargs = _loads(arguments)
    if op == "get":
        return {"value": _plain(getattr(target, request["attribute"]))}
    if op == "array":
        return {"value": _asarray(target)}
    if op == "float":
        return {"value": float(target)}
    if op == "index":
        return {"value": int(target.__index__())}
    if op == "length":
        return {"value": len(target)}
    if op == "iterate":
        return {"value": [_plain(part) for part in islice(iter(target), MAX_PARTS)]}
    if op == "item":
        return {"value": _plain(target[args[0]])}
    if op == "method":
        target = getattr(target, request["attribute"])
    named = [*enumerate(args), *kwargs.items()]
    before = [_fingerprint(value) for _, value in named]
    generators = _generators([value for _, value in named])
    with _errstate(**request["errstate"]):
        value = _plain(target(*args, **kwargs))
    changed = [
        _parameter(target, key)
        for (key, value_), print_ in zip(named, before, strict=True)
        if _fingerprint(value_) != print_
    ]
    return {
        "value": value,
        "changed": changed,
        "generators": [generator.bit_generator.state for generator in generators],
    }


def _plain(value: Any) -> Any:
    """Turn tensors and variables into arrays, also within lists, tuples and dicts."""
    if type(value) in (list, tuple) and len(value) <= MAX_PARTS:
        return type(value)(_plain(part) for part in value)
    if type(value) is dict:
        return {key: _plain(part) for key, part in value.items()}
    root = type(value).__module__.partition(".")[0]
    if root in ("tensorflow", "keras", "jax", "jaxlib", "torch") and hasattr(value, "__array__"):
        value = _asarray(value)
    if isinstance(value, np.ma.MaskedArray):
        value = value.filled(np.nan) if value.dtype.kind in "fc" else value.data
    if isinstance(value, _ndarray | np.generic) and value.dtype.kind == "V":
        # bfloat16 and other small floats that TensorFlow adds to NumPy.
        value = _asarray(value, dtype=np.float32)
    return value


def _claim(value: Any) -> str:
    """Say what an object is an instance of, from a short list; the judge takes it as a claim."""
    keras = sys.modules.get("keras")
    if keras is not None:
        for name in ("Sequential", "Model", "callbacks.History", "Layer"):
            kind = keras
            for part in name.split("."):
                kind = getattr(kind, part)
            if isinstance(value, kind):
                return f"keras.{name}"
    return "function" if inspect.isfunction(value) else ""


def _keep(value: Any) -> wire.Reference:
    token = id(value)  # the object is kept, so its id stays its own
    _kept[token] = value
    return _Reference(token, type(value).__qualname__, _claim(value))


def _describe(error: BaseException) -> dict[str, Any]:
    """Describe an exception or a warning: its name, the builtin type it descends from, its text."""
    base = next(kind for kind in type(error).__mro__ if kind.__module__ == "builtins")
    try:
        text = str(error.args[0]) if base is KeyError and error.args else str(error)
    except Exception:
        text = "(its message cannot be shown)"
    return {
        "type": type(error).__name__[:100],
        "base": base.__name__,
        "text": text[:MAX_TEXT],
        "missing": type(error) is MissingName,
        "line": _line(error),
    }


def _line(error: BaseException) -> str:
    """Return the innermost line of the student's cells that an exception came through."""
    found = ""
    trace = error.__traceback__
    while trace is not None:
        name = trace.tb_frame.f_code.co_filename
        # Cells of a notebook only: a test's functions and libraries are not the student's lines.
        if "ipykernel_" in name or "ipython-input" in name:
            found = linecache.getline(name, trace.tb_lineno).strip() or found
        trace = trace.tb_next
    return found[:200]


def _fingerprint(value: Any) -> Any:
    """Summarise plain data so that a change shows; None for what is not plain data."""
    if isinstance(value, _ndarray) and value.dtype != object:
        plain = value.dtype.kind in "biufc"
        data = _contiguous(value) if plain else value.tobytes()
        return value.dtype.str, value.shape, _blake2b(data).digest()
    if type(value) in (list, tuple):
        return [_fingerprint(part) for part in value]
    if type(value) is dict:
        return [(key, _fingerprint(part)) for key, part in value.items()]
    if isinstance(value, int | float | complex | str | bytes | np.generic):
        return repr(value)  # NaN equals itself this way
    return None


def _generators(value: Any) -> list[np.random.Generator]:
    """Return the generators among plain data, each once, in order; the judge does the same."""
    found: list[np.random.Generator] = []

    def visit(part: Any) -> None:
        if isinstance(part, _Generator):
            if not any(part is other for other in found):
                found.append(part)
        elif type(part) in (list, tuple):
            for inner in part:
                visit(inner)
        elif type(part) is dict:
            visit(list(part.values()))

    visit(value)
    return found


def _parameter(function: Any, key: int | str) -> str:
    """Return the name of the parameter that takes an argument."""
    if isinstance(key, str):
        return key
    try:
        return list(inspect.signature(function).parameters)[key]
    except (TypeError, ValueError, IndexError):
        return f"number {key + 1}"
