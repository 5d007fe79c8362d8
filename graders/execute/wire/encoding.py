"""The plain-data encoding that crosses from a student's process to the judge.

A value is MessagePack: None, booleans, integers and floats as they are, and all else as extensions:
strings, large integers, complex numbers, lists, tuples, dicts, sets, numeric arrays, *objects* that
were taken apart into such (`graders.execute.wire.objects`), and *references*, which merely name an
object that stays where it is. Nothing that is encoded can run.
The decoder reads bytes that a hostile process may have written. Types, lengths and bounds stand in
the types that msgspec decodes to, and every size is compared with the bytes at hand before anything
is allocated. The parts of a list or a dict are one array in its extension, whose own extensions are
opened when all parts have been counted: depth, items and keys are limited for the value as a whole.
All that the decoder raises is `WireError`.
"""

import itertools
import math
import struct
from collections.abc import Callable, Iterable
from typing import Annotated, Any

import numpy as np
from msgspec import Meta, Struct, msgpack

MAX_BYTES = 32 * 2**20
MAX_DEPTH = 50
MAX_ITEMS = 1_000_000
# Keys can be chosen so that their hashes collide, which makes a dict quadratic.
MAX_KEYS = 10_000
MAX_INT_BYTES = 4096
MAX_DIMENSIONS = 32
MAX_LENGTH = 2**31
MAX_NAME = 200

_CODES = "b1|i1|i2|i4|i8|u1|u2|u4|u8|f2|f4|f8|c8|c16|U[1-9][0-9]{0,7}"
_TWO_FLOATS = struct.Struct("<dd")
# The codes of the extensions.
_TEXT, _BYTES, _INTEGER, _COMPLEX, _ARRAY, _SCALAR, _REFERENCE = range(7)
_LIST, _TUPLE, _SET, _DICT, _OBJECT = range(7, 12)
# Types that are plain data, which no object is that is taken apart.
_EXACT = {type(None), bool, int, float, complex, str, bytes, list, tuple, set, dict}


class WireError(ValueError):
    """The value cannot be encoded, or the bytes are not an encoding."""


class Reference(Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """An object that stays in the student's process."""

    token: int  # what that process knows it by
    kind: Annotated[str, Meta(max_length=MAX_NAME)]  # the name of its class, for messages
    # What it says it is an instance of, one of `arguments.CLAIMS`; empty for anything else.
    claim: Annotated[str, Meta(max_length=MAX_NAME)] = ""
    callable: bool = True  # whether it says that it can be called


class _Array(Struct, array_like=True, forbid_unknown_fields=True):
    dtype: Annotated[str, Meta(pattern=rf"^(?:{_CODES})\Z")]
    shape: Annotated[
        tuple[Annotated[int, Meta(ge=0, le=MAX_LENGTH)], ...], Meta(max_length=MAX_DIMENSIONS)
    ]
    data: memoryview


_Atom = None | bool | int | float | msgpack.Ext
_pack = msgpack.Encoder().encode
_read_atom = msgpack.Decoder(_Atom).decode
_read_parts = msgpack.Decoder(Annotated[list[_Atom], Meta(max_length=MAX_ITEMS)]).decode
_read_array = msgpack.Decoder(_Array).decode
_read_reference = msgpack.Decoder(Reference).decode


def encode(
    value: Any,
    *,
    reference: Callable[[Any], Reference] | None = None,
    apart: Callable[[Any], tuple[str, Any] | None] | None = None,
) -> bytes:
    """Encode a value.

    Parameters
    ----------
    value : object
        Subclasses of the plain types are encoded as their plain types.
    reference : callable, optional
        Makes a `Reference` for what is not plain data; without it that is a `WireError`.
    apart : callable, optional
        Takes an object apart, or returns None.
    """
    return _limited(_pack(_Encoder(reference, apart).atom(value)))


def decode(
    data: bytes | bytearray | memoryview, together: Callable[[str, Any], Any] | None = None
) -> Any:
    """Decode a value; `Reference` objects stand for what is not plain data.

    Parameters
    ----------
    together : callable, optional
        Makes an object of its kind and its parts; without it such a thing is a `WireError`.

    Raises
    ------
    WireError
        Whatever is wrong with `data`.
    """
    try:
        return _Decoder(together).value(_read_atom(_limited(data)))
    except (ValueError, TypeError) as error:  # msgspec's are ValueErrors, too
        raise WireError(str(error)) from None


def _limited(data: Any) -> Any:
    if len(data) > MAX_BYTES:
        raise WireError(f"more than {MAX_BYTES} bytes")
    return data


def _plain_array(array: np.ndarray | np.generic) -> np.ndarray | None:
    """Return the array in a dtype that has an encoding, or None."""
    array = np.asarray(array)
    if array.dtype.kind == "U":
        return array.astype(array.dtype.newbyteorder("<"))
    if array.dtype.kind not in "biufc":
        return None
    if array.dtype.itemsize > (16 if array.dtype.kind == "c" else 8):  # long double
        array = array.astype("c16" if array.dtype.kind == "c" else "f8")
    return array.astype(array.dtype.newbyteorder("<"), copy=False)


class _Counter:
    items, keys = 1, 0  # the value itself

    def count(self, depth: int, items: int, keys: int = 0) -> None:
        self.items += items
        self.keys += keys
        if depth > MAX_DEPTH:
            raise WireError(f"nested deeper than {MAX_DEPTH}")
        if self.items > MAX_ITEMS:
            raise WireError(f"more than {MAX_ITEMS} items")
        if self.keys > MAX_KEYS:
            raise WireError(f"more than {MAX_KEYS} keys")


class _Encoder(_Counter):
    def __init__(
        self,
        reference: Callable[[Any], Reference] | None,
        apart: Callable[[Any], tuple[str, Any] | None] | None = None,
    ):
        self.reference = reference
        self.apart = apart
        self.bytes = 0

    def object(self, value: Any, depth: int) -> msgpack.Ext | None:
        """Return an object in its parts; None if it has none, or not all of them are data."""
        parts = self.apart(value) if self.apart is not None else None
        if parts is None:
            return None
        kept, self.reference = self.reference, None
        counted = self.items, self.keys, self.bytes
        try:
            return msgpack.Ext(_OBJECT, self.parts(_TUPLE, parts, 2, depth + 1).data)
        except WireError:
            self.items, self.keys, self.bytes = counted
            return None
        finally:
            self.reference = kept

    def atom(self, value: Any, depth: int = 0) -> Any:
        if type(value) not in _EXACT and (found := self.object(value, depth)) is not None:
            return found
        # NumPy scalars first: np.float64 is a float and np.str_ a str as well.
        if isinstance(value, np.generic) and (array := _plain_array(value)) is not None:
            return self.array(_SCALAR, array)
        if value is None or isinstance(value, bool):
            return value
        if isinstance(value, int):
            number = int.__index__(value)
            if -(2**63) <= number < 2**64:
                return number
            size = number.bit_length() // 8 + 1
            if size > MAX_INT_BYTES:
                raise WireError("an integer of too many digits")
            return self.extension(_INTEGER, number.to_bytes(size, "little", signed=True))
        if isinstance(value, float):
            return float.__float__(value)
        if isinstance(value, complex):
            return self.extension(_COMPLEX, _TWO_FLOATS.pack(value.real, value.imag))
        if isinstance(value, str):
            return self.extension(_TEXT, str.encode(value, "utf-8", "surrogatepass"))
        if isinstance(value, bytes | bytearray):
            return self.extension(_BYTES, bytes(value))
        if isinstance(value, list):
            return self.parts(_LIST, list.__iter__(value), list.__len__(value), depth + 1)
        if isinstance(value, tuple):
            return self.parts(_TUPLE, tuple.__iter__(value), tuple.__len__(value), depth + 1)
        if isinstance(value, set | frozenset):
            return self.parts(_SET, value, len(value), depth + 1)
        if isinstance(value, dict):
            flat = itertools.chain.from_iterable(dict.items(value))
            return self.parts(_DICT, flat, 2 * dict.__len__(value), depth + 1)
        if isinstance(value, np.ndarray) and (array := _plain_array(value)) is not None:
            return self.array(_ARRAY, array)
        if isinstance(value, Reference):
            kind = value.kind.encode("utf-8", "replace").decode()[:MAX_NAME]
            short = Reference(value.token, kind, value.claim[:MAX_NAME], value.callable)
            return self.extension(_REFERENCE, _pack(short))
        if self.reference is not None:
            return self.atom(self.reference(value), depth)
        raise WireError(f"a `{type(value).__name__}` is not plain data")

    def parts(self, code: int, parts: Iterable[Any], count: int, depth: int) -> msgpack.Ext:
        self.count(depth, count, _keys(code, count))
        return msgpack.Ext(code, _limited(_pack([self.atom(part, depth) for part in parts])))

    def array(self, code: int, array: np.ndarray) -> msgpack.Ext:
        if array.nbytes > MAX_BYTES:
            raise WireError(f"an array of {array.nbytes} bytes")
        if array.ndim > MAX_DIMENSIONS or any(n > MAX_LENGTH for n in array.shape):
            raise WireError("an array of too many entries")
        packed = _Array(array.dtype.str[1:], array.shape, memoryview(array.tobytes()))
        return self.extension(code, _pack(packed))

    def extension(self, code: int, data: bytes) -> msgpack.Ext:
        self.bytes += len(data)
        if self.bytes > MAX_BYTES:
            raise WireError(f"more than {MAX_BYTES} bytes")
        return msgpack.Ext(code, data)


class _Decoder(_Counter):
    def __init__(self, together: Callable[[str, Any], Any] | None = None):
        self.together = together

    def value(self, atom: Any, depth: int = 0) -> Any:
        if not isinstance(atom, msgpack.Ext):
            return atom
        code, data = atom.code, bytes(atom.data)
        if code in (_LIST, _TUPLE, _SET, _DICT, _OBJECT):
            parts = _read_parts(data)
            del atom, data  # lest each level of a deep value hold a copy of all that is below it
            return self.container(code, parts, depth + 1)
        if code == _TEXT:
            return str(data, "utf-8", "surrogatepass")
        if code == _BYTES:
            return data
        if code == _INTEGER and len(data) <= MAX_INT_BYTES:
            return int.from_bytes(data, "little", signed=True)
        if code == _COMPLEX and len(data) == _TWO_FLOATS.size:
            return complex(*_TWO_FLOATS.unpack(data))
        if code == _ARRAY:
            return _unpack(_read_array(data))
        if code == _SCALAR and not (array := _read_array(data)).shape:
            return _unpack(array)[()]
        if code == _REFERENCE:
            return _read_reference(data)
        raise WireError(f"no such extension: {code}")

    def container(self, code: int, parts: list[Any], depth: int) -> Any:
        count = len(parts)
        self.count(depth, count, _keys(code, count))
        parts.reverse()
        values = (self.value(parts.pop(), depth) for _ in range(count))
        if code == _OBJECT:
            if self.together is None or count != 2:
                raise WireError("no objects are made here")
            return self.together(*values)
        if code == _DICT:
            return dict(zip(values, values, strict=True))
        return {_LIST: list, _TUPLE: tuple, _SET: set}[code](values)


def _keys(code: int, count: int) -> int:
    return {_SET: count, _DICT: count // 2}.get(code, 0)


def _unpack(packed: _Array) -> np.ndarray:
    data, dtype = packed.data, np.dtype("<" + packed.dtype)
    if dtype.itemsize * math.prod(packed.shape) != len(data):
        raise WireError("an array of another size")
    if dtype.kind == "U" and data and np.frombuffer(data, "<u4").max() > 0x10FFFF:
        raise WireError("no such character")
    if dtype.kind == "b" and data and np.frombuffer(data, "u1").max() > 1:
        raise WireError("neither true nor false")
    # A copy: aligned, and writable as any result is.
    array = np.ndarray(packed.shape, dtype, bytearray(data))
    return array.astype(dtype.newbyteorder("="), copy=False)
