"""The rules by which both ends of a call find objects and generators in its arguments."""

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


def generators(value: Any) -> list[np.random.Generator]:
    """Return the random generators among plain data, each once, in order."""
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


def children_of(generator: np.random.Generator) -> int:
    """Return how many children a generator has spawned; 0 if its seeds are of another kind."""
    return getattr(generator.bit_generator.seed_seq, "n_children_spawned", 0)


def state_of(generator: np.random.Generator) -> tuple[Any, int]:
    """Return all that a call can change of a generator: its state, and how many have come of it."""
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
