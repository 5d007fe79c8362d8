"""Carries out what a test asks for: calls of the student's functions, attributes of their objects.

Runs in the student's process. The requests come in pickled by value, for the judge is trusted; what
goes back is encoded by `graders.execute.wire`. Student code shares this process and may tamper with
everything here: then calls fail, or bring other data, as any function of the student's can. What
this module needs it takes hold of before the student's first cell, so that a student who rebinds a
name does so for nobody but themselves.
"""

import contextlib
import hashlib
import inspect
import io
import linecache
import pickle
import traceback
import types
import warnings
from collections.abc import Iterator
from itertools import islice
from typing import Any

import numpy as np

from graders.execute.interpreter import kinds
from graders.execute.wire import arguments as protocol_arguments
from graders.execute.wire import encoding, objects, protocol, seeds
from graders.execute.wire.protocol import (
    MAX_IDENTIFIER,
    MAX_LINE,
    MAX_NAME,
    MAX_PLACES,
    MAX_PRINTED,
    MAX_TEXT,
    MAX_WARNINGS,
    RemoteError,
)
from graders.notebook.crossing import MASKED

MAX_PARTS = 100_000
MAX_TOGETHER = 2**20  # bytes of the parts of an iterator that are sent together
# What the names of the files of the student's cells begin with.
CELLS = "/tmp/ipykernel_"

_catch_warnings, _simplefilter = warnings.catch_warnings, warnings.simplefilter
_encode, _Reference, _WireError = encoding.encode, encoding.Reference, encoding.WireError
ITERATOR, GENERATOR = protocol_arguments.ITERATOR, protocol_arguments.GENERATOR
_Generator = types.GeneratorType
_join, _generators = protocol_arguments.join, protocol_arguments.generators
_state_of = protocol_arguments.state_of
_loads, _errstate, _asarray = pickle.loads, np.errstate, np.asarray
_blake2b, _RemoteError, _Report = hashlib.blake2b, RemoteError, protocol.CallReport
_ndarray, _contiguous, _walk = np.ndarray, np.ascontiguousarray, traceback.walk_tb
_claim, _unusual, _redirect = kinds.claim, kinds.unusual, contextlib.redirect_stdout
_apart, _signature, _Iterator = objects.apart, inspect.signature, Iterator

_namespace: dict[str, Any] = {}
_kept: dict[int, Any] = {}
_stubs: dict[str, Any] = {}
_allowed: frozenset[str] = frozenset()  # the kinds of objects that cross, for this request
_raised: dict[int, BaseException] = {}  # by iterators that have brought something before


class _Printed(io.TextIOBase):
    """Keeps what a call prints: a test may look at it."""

    def __init__(self) -> None:
        self.text = ""

    def write(self, text: str) -> int:
        """Keep text, as long as there is room."""
        self.text += _clean(text, MAX_PRINTED - len(self.text))
        return len(text)

    def writable(self) -> bool:
        """Return True."""
        return True


class MissingName(NameError):
    """The student has not defined the name."""


class LostObject(RuntimeError):
    """The object was kept by a process that has been replaced."""


def begin(namespace: dict[str, Any]) -> None:
    """Answer requests from now on; `namespace` has what the student's cells define."""
    global _namespace
    _namespace = namespace
    protocol_arguments.resolver = _resolve


def note_stub(name: str) -> None:
    """Remember what a name stands for now as a stub that the student has left standing."""
    _stubs[name] = _namespace.get(name)


def _resolve(target: str | int) -> Any:
    """Return the object that a name or a token stands for."""
    if isinstance(target, int):
        if target not in _kept:
            raise LostObject("an object returned earlier is gone: Python had to be restarted")
        return _kept[target]
    try:
        return _namespace[target]
    except KeyError:
        raise MissingName(target) from None


def answer(request: protocol.Request, arguments: bytes | bytearray) -> bytes:
    """Carry out one request of a test.

    Parameters
    ----------
    request : Request
    arguments : bytes
        A pickle of the positional and the named ones.

    Returns
    -------
    bytes
        As `graders.execute.wire.arguments.join` makes it of a `CallReport` and the encoded value, a
        tuple: what was returned, the states of the generators among the arguments, and, if they are
        meant to change, the arguments as they are after the call.
    """
    global _allowed
    _allowed = frozenset(request.kinds)
    with _catch_warnings(record=True) as caught:
        _simplefilter("always")
        try:
            watched = [_fingerprint(_namespace.get(name)) for name in request.watched]
            with _redirect(_Printed()) as printed:
                value, changed, returned, same = _carry_out(request, arguments)
            rebound = [
                name
                for name, print_ in zip(request.watched, watched, strict=True)
                if _fingerprint(_namespace.get(name)) != print_
            ]
        except BaseException as error:
            return failed(error, caught)
    report = _Report(
        warnings=_describe_all(caught),
        changed=changed,
        returned=returned,
        printed=printed.text,
        same=same,
        rebound=rebound[:MAX_NAME],
    )
    try:
        return _join(report, _encode(value, reference=_keep, apart=_parts))
    except _WireError as error:
        text = f"the result cannot be sent to the test: {error}"
        return _join(_Report(_RemoteError("ValueError", "ValueError", text, unsent=True)), b"")


def failed(error: BaseException, caught: Any = None) -> bytes:
    """Return the reply that says that a call raised an exception."""
    return _join(_Report(_describe(error), _describe_all(caught)), b"")


def _describe_all(caught: Any) -> list[RemoteError]:
    return [_describe(entry.message) for entry in islice(caught or (), MAX_WARNINGS)]


def _carry_out(
    request: protocol.Request, arguments: bytes | bytearray
) -> tuple[Any, list[str], str, int]:
    """Carry out a request.

    Returns
    -------
    tuple
        The value to send, the parameters whose arguments were changed, words for the value, and
        its place among the arguments, -1 if it is none of them.
    """
    target = _resolve(request.target)
    if request.op == "defined":
        if request.target in _stubs and target is _stubs[request.target]:
            raise MissingName(request.target)
        return (True, []), [], "", -1
    for library, seed in request.seeds:
        seeds.sow(library, seed)
    args, kwargs = _loads(arguments)
    if request.op not in ("call", "method"):
        return (_question(request, target, args), []), [], "", -1
    if request.op == "method":
        target = getattr(target, request.attribute)
    named = [*enumerate(args), *kwargs.items()]
    before = [_fingerprint(value) for _, value in named]
    generators = _generators([value for _, value in named])
    handling: dict[str, Any] = request.errstate
    with _errstate(**handling):
        value = target(*args, **kwargs)
        same = next((place for place, (_, one) in enumerate(named) if one is value), -1)
        returned, value = _words(value), _plain(value)
    states = [_state_of(generator) for generator in generators]
    if request.changing:
        # Each as it is now, or None where it is as it was.
        after = [
            None if _fingerprint(value_) == print_ else [_plain(value_)]
            for (_, value_), print_ in zip(named, before, strict=True)
        ]
        return (value, states, after), [], returned, same
    changed = [
        _parameter(target, key)[:MAX_IDENTIFIER]
        for (key, value_), print_ in zip(named, before, strict=True)
        if _fingerprint(value_) != print_
    ]
    return (value, states), changed, returned, min(same, MAX_PLACES)


def _question(request: protocol.Request, target: Any, args: tuple) -> Any:
    """Return what is asked of an object without calling it."""
    if request.op == "value":
        return _plain(target)
    if request.op == "get":
        return _plain(getattr(target, request.attribute))
    if request.op == "array":
        return _asarray(target)
    if request.op == "float":
        return float(target)
    if request.op == "index":
        return int(target.__index__())
    if request.op == "length":
        return len(target)
    if request.op == "iterate":
        return [_plain(part) for part in islice(iter(target), MAX_PARTS)]
    if request.op == "next":
        return _next(target, args[0])
    if request.op == "signature":
        parameters = _signature(target).parameters.values()
        return [
            (p.name, int(p.kind), [] if p.default is p.empty else [_plain(p.default)])
            for p in parameters
        ]
    return _plain(target[args[0]])


def _next(iterator: Iterator, most: int) -> tuple[list, bool]:
    """Return what an iterator brings next, and whether that was all."""
    if error := _raised.pop(id(iterator), None):
        raise error
    parts: list[Any] = []
    size = 0
    try:
        while len(parts) < most and size < MAX_TOGETHER:
            parts.append(_plain(next(iterator)))
            size += len(_encode(parts[-1], reference=_keep, apart=_parts))
    except StopIteration:
        return parts, True
    except BaseException as error:
        if not parts:
            raise
        _raised[id(iterator)] = error  # when that is asked for
    return parts, False


def _words(value: Any) -> str:
    try:
        return _clean(_unusual(value), MAX_NAME)
    except Exception:  # an object that does not let itself be looked at
        return ""


def _plain(value: Any) -> Any:
    """Turn tensors and variables into arrays, also within lists, tuples and dicts."""
    if type(value) in (list, tuple) and len(value) <= MAX_PARTS:
        return type(value)(_plain(part) for part in value)
    if type(value) is dict:
        return {key: _plain(part) for key, part in value.items()}
    if type(value).__name__ == "ArtistList":  # the lines of a figure and such
        return list(value)
    root = type(value).__module__.partition(".")[0]
    if root in ("tensorflow", "keras", "jax", "jaxlib", "torch") and hasattr(value, "__array__"):
        value = _asarray(value)
    if isinstance(value, np.ma.MaskedArray) and MASKED not in _allowed:
        value = value.filled(np.nan) if value.dtype.kind in "fc" else value.data
    if (
        isinstance(value, _ndarray | np.generic)
        and value.dtype.kind == "V"
        and not value.dtype.names
    ):
        # bfloat16 and other small floats that TensorFlow adds to NumPy.
        value = _asarray(value, dtype=np.float32)
    return value


def _parts(value: Any) -> tuple[str, Any] | None:
    try:
        return _apart(value, _allowed)
    except Exception:  # an object that does not let itself be looked at
        return None


def _keep(value: Any) -> encoding.Reference:
    token = id(value)  # the object is kept, so its id stays its own
    _kept[token] = value
    claim = _claim(value)
    if not claim and isinstance(value, _Iterator):
        claim = GENERATOR if isinstance(value, _Generator) else ITERATOR
    return _Reference(token, type(value).__qualname__, claim, callable(value))


def _describe(error: BaseException) -> RemoteError:
    """Describe an exception or a warning: its name, the builtin type it descends from, its text."""
    base = next(kind for kind in type(error).__mro__ if kind.__module__ == "builtins")
    try:
        text = str(error.args[0]) if base is KeyError and error.args else str(error)
    except Exception:
        text = "(its message cannot be shown)"
    name = type(error).__name__
    return _RemoteError(
        name[:MAX_IDENTIFIER] if name.isidentifier() and name.isascii() else base.__name__,
        base.__name__,
        _clean(text, MAX_TEXT),
        line=_clean(_line(error), MAX_LINE),
        missing=type(error) is MissingName,
    )


def _clean(text: str, most: int) -> str:
    return text[:most].encode("utf-8", "replace").decode()


def _line(error: BaseException) -> str:
    """Return the innermost line of the student's cells that an exception came through."""
    found = ""
    for frame, line in _walk(error.__traceback__):
        name = frame.f_code.co_filename
        # Cells of a notebook only: a test's functions and libraries are not the student's lines.
        if name.startswith(CELLS):
            found = linecache.getline(name, line).strip() or found
    return found


def _fingerprint(value: Any) -> Any:
    """Summarise plain data so that a change shows; None for what is not plain data."""
    if isinstance(value, _ndarray) and value.dtype != object:
        plain = value.dtype.kind in "biufc"
        data: Any = _contiguous(value) if plain else value.tobytes()
        return value.dtype.str, value.shape, _blake2b(data).digest()
    if type(value) in (list, tuple):
        return [_fingerprint(part) for part in value]
    if type(value) is dict:
        return [(key, _fingerprint(part)) for key, part in value.items()]
    if isinstance(value, int | float | complex | str | bytes | np.generic):
        return repr(value)  # NaN equals itself this way
    try:
        return _blake2b(_encode(value, apart=_parts)).digest()
    except Exception:
        return None


def _parameter(function: Any, key: int | str) -> str:
    """Return the name of the parameter that takes an argument."""
    if isinstance(key, str):
        return key
    try:
        return list(inspect.signature(function).parameters)[key]
    except (TypeError, ValueError, IndexError):
        return f"number {key + 1}"
