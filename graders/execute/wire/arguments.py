"""The rules by which both ends of a call find objects and generators in its arguments."""

import hashlib
import pickle
import random
import struct
from collections.abc import Callable
from typing import Any

import msgspec
import numpy as np
from msgspec import ValidationError

from graders.execute.wire.protocol import REPORT, CallReport

_LENGTH = struct.Struct("<I")
_Generator = np.random.Generator
_encode = msgspec.json.Encoder().encode

# What an object may claim to be an instance of.
CLAIMS = ("keras.Sequential", "keras.Model", "keras.callbacks.History", "keras.Layer")
# Or to be: what `next` takes.
ITERATOR, GENERATOR = "iterator", "generator"


class ErrorUnreadable(ValueError):
    """A call raised something, and its description is not one."""


resolver: Callable[[str | int], Any] | None = None


def resolve(target: str | int) -> Any:
    """Return the student's object that a name or a token stands for.

    A pickle of arguments names this function where a test passes back an object of the student's.
    In the student's process, `resolver` knows.
    """
    if resolver is None:
        raise RuntimeError("an object of the student's is needed outside of the student's process")
    return resolver(target)


def named_class(name: str, otherwise: bytes) -> type:
    """Return the student's class of a name, which the author's cells have made there, too.

    A pickle of arguments names this function where an object of such a class is passed.
    """
    try:
        found = resolve(name)
    except Exception:
        found = None
    return found if isinstance(found, type) else pickle.loads(otherwise)


def passed_back(name: str, has: Any, otherwise: bytes) -> Any:
    """Return an object of a student's class again, a named tuple or of a data class."""
    cls = named_class(name, otherwise)
    if issubclass(cls, tuple):
        return cls(*has)
    made = object.__new__(cls)
    made.__dict__.update(has)
    return made


def generators(value: Any) -> list[Any]:
    """Return the random generators among plain data, each once, in order."""
    found: list[Any] = []

    def visit(part: Any) -> None:
        if isinstance(part, _Generator | np.random.RandomState | random.Random):
            if not any(part is other for other in found):
                found.append(part)
        elif type(part) in (list, tuple):
            for inner in part:
                visit(inner)
        elif type(part) is dict:
            visit(list(part.values()))

    visit(value)
    return found


def children_of(generator: Any) -> int:
    """Return how many children a generator has spawned; 0 if its seeds are of another kind."""
    if not isinstance(generator, _Generator):
        return 0
    return getattr(generator.bit_generator.seed_seq, "n_children_spawned", 0)


def state_of(generator: Any) -> tuple[Any, int]:
    """Return all that a call can change of a generator: its state, and how many have come of it.

    Of the older kinds of generators it is a digest: nobody can tell whether a state is a later one.
    """
    if not isinstance(generator, _Generator):
        legacy = isinstance(generator, np.random.RandomState)
        state = generator.get_state() if legacy else generator.getstate()
        return hashlib.blake2b(pickle.dumps(state)).hexdigest(), 0
    return generator.bit_generator.state, children_of(generator)


def join(report: CallReport, value: bytes) -> bytes:
    """Return the body of a reply: a report as JSON behind its length, then the encoded value."""
    head = _encode(report)
    return _LENGTH.pack(len(head)) + head + value


def split(body: bytes | bytearray) -> tuple[CallReport, memoryview]:
    """Take the body of a reply apart.

    Raises
    ------
    ErrorUnreadable
        If it is the description of an error that is wrong.
    ValueError
        Whatever else is wrong with it.
    """
    if len(body) < _LENGTH.size:
        raise ValueError("cut short")
    (length,) = _LENGTH.unpack_from(body)
    view = memoryview(body)[_LENGTH.size :]
    try:
        return REPORT.decode(view[:length]), view[length:]
    except RecursionError:
        raise ValueError("nested too deeply") from None
    except ValidationError as error:
        if "`$.error" in str(error):
            raise ErrorUnreadable(str(error)) from None
        raise
