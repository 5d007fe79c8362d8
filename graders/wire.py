"""The plain-data encoding that crosses from a student's kernel to the judge.

A value is one tag byte and what belongs to it. Nothing that is encoded can run: there are numbers,
strings, None, lists, tuples, dicts, sets, numeric arrays and *handles*, which merely name an object
that stays where it is. The decoder reads bytes that a hostile kernel may have written: every size
is compared with the bytes at hand before anything is allocated, and all that it raises is
`WireError`.
"""

import re
import struct
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from graders import frames

MAX_BYTES = frames.MAX_BODY
MAX_DEPTH = 50
MAX_ITEMS = 1_000_000
# Keys can be chosen so that their hashes collide, which makes a dict quadratic.
MAX_KEYS = 10_000
MAX_INT_BYTES = 4096
MAX_DIMENSIONS = 32
MAX_LENGTH = 2**31

_KINDS = "biufc"
_CODES = ("b1", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8", "c8", "c16")
_SIZE = struct.Struct("<I")
_FLOAT = struct.Struct("<d")
_COMPLEX = struct.Struct("<dd")
_LONG = struct.Struct("<q")


class WireError(ValueError):
    """The value cannot be encoded, or the bytes are no encoding."""


@dataclass(frozen=True)
class Reference:
    """An object that stays in the kernel.

    Attributes
    ----------
    token : int
        What the kernel knows it by.
    kind : str
        The name of its class, for messages.
    claim : str
        What it says it is an instance of, from a short list; empty for anything else.
    """

    token: int
    kind: str
    claim: str = ""


def encode(value: Any, *, reference: Callable[[Any], Reference] | None = None) -> bytes:
    """Encode a value.

    Parameters
    ----------
    value : object
        Subclasses of the plain types are encoded as their plain types.
    reference : callable, optional
        Makes a `Reference` for what is not plain data; without it that is a `WireError`.

    Returns
    -------
    bytes
    """
    encoder = _Encoder(reference)
    encoder.add(value, 0)
    return bytes(encoder.out)


def decode(data: bytes) -> Any:
    """Decode a value; `Reference` objects stand for what is not plain data.

    Raises
    ------
    WireError
        Whatever is wrong with `data`.
    """
    if len(data) > MAX_BYTES:
        raise WireError(f"more than {MAX_BYTES} bytes")
    decoder = _Decoder(data)
    value = decoder.take(0)
    if decoder.at != len(data):
        raise WireError("bytes left over")
    return value


def _plain_array(array: np.ndarray) -> np.ndarray | None:
    """Return the array in a dtype that has an encoding, or None."""
    array = np.asarray(array)
    if array.dtype.kind == "U":
        return array.astype(array.dtype.newbyteorder("<"))
    if array.dtype.kind not in _KINDS:
        return None
    if array.dtype.itemsize > (16 if array.dtype.kind == "c" else 8):  # long double
        array = array.astype("c16" if array.dtype.kind == "c" else "f8")
    return array.astype(array.dtype.newbyteorder("<"), copy=False)


class _Encoder:
    def __init__(self, reference: Callable[[Any], Reference] | None):
        self.out = bytearray()
        self.reference = reference
        self.items = 0
        self.keys = 0

    def add(self, value: Any, depth: int) -> None:
        self.items += 1
        if depth > MAX_DEPTH:
            raise WireError(f"nested deeper than {MAX_DEPTH}")
        if self.items > MAX_ITEMS:
            raise WireError(f"more than {MAX_ITEMS} items")
        # NumPy scalars first: np.float64 is a float and np.str_ a str as well.
        if isinstance(value, np.generic):
            array = _plain_array(np.asarray(value))
            if array is not None:
                self.out += b"n"
                return self.array(array)
        if value is None or isinstance(value, bool):
            self.out += {None: b"N", True: b"T", False: b"F"}[value]
        elif isinstance(value, int):
            size = int.bit_length(value) // 8 + 1
            if size > MAX_INT_BYTES:
                raise WireError("an integer of too many digits")
            self.sized(b"i", int.to_bytes(value, size, "little", signed=True))
        elif isinstance(value, float):
            self.out += b"f" + _FLOAT.pack(value)
        elif isinstance(value, complex):
            self.out += b"c" + _COMPLEX.pack(value.real, value.imag)
        elif isinstance(value, str):
            self.sized(b"s", str.encode(value, "utf-8", "surrogatepass"))
        elif isinstance(value, bytes | bytearray):
            self.sized(b"b", bytes(value))
        elif isinstance(value, list):
            self.sequence(b"l", list.__iter__(value), list.__len__(value), depth)
        elif isinstance(value, tuple):
            self.sequence(b"t", tuple.__iter__(value), tuple.__len__(value), depth)
        elif isinstance(value, set | frozenset):
            self.count_keys(len(value))
            self.sequence(b"S", iter(value), len(value), depth)
        elif isinstance(value, dict):
            self.count_keys(dict.__len__(value))
            flat = [part for pair in dict.items(value) for part in pair]
            self.sequence(b"d", iter(flat), len(flat) // 2, depth)
        elif isinstance(value, np.ndarray) and (array := _plain_array(value)) is not None:
            self.out += b"a"
            self.array(array)
        elif isinstance(value, Reference) or self.reference is not None:
            found = value if isinstance(value, Reference) else self.reference(value)
            self.out += b"h" + _LONG.pack(found.token)
            self.sized(b"", found.kind.encode("utf-8", "replace")[:200])
            self.sized(b"", found.claim.encode())
        else:
            raise WireError(f"a `{type(value).__name__}` is not plain data")
        if len(self.out) > MAX_BYTES:
            raise WireError(f"more than {MAX_BYTES} bytes")

    def count_keys(self, count: int) -> None:
        self.keys += count
        if self.keys > MAX_KEYS:
            raise WireError(f"more than {MAX_KEYS} keys")

    def sized(self, tag: bytes, data: bytes) -> None:
        if len(data) > MAX_BYTES:
            raise WireError(f"more than {MAX_BYTES} bytes")
        self.out += tag + _SIZE.pack(len(data)) + data

    def sequence(self, tag: bytes, parts: Any, count: int, depth: int) -> None:
        if count > MAX_ITEMS:
            raise WireError(f"more than {MAX_ITEMS} items")
        self.out += tag + _SIZE.pack(count)
        for part in parts:
            self.add(part, depth + 1)

    def array(self, array: np.ndarray) -> None:
        if array.nbytes > MAX_BYTES:
            raise WireError(f"an array of {array.nbytes} bytes")
        if array.ndim > MAX_DIMENSIONS or any(n > MAX_LENGTH for n in array.shape):
            raise WireError("an array of too many entries")
        code = array.dtype.str[1:].encode()
        self.out += bytes([len(code)]) + code + bytes([array.ndim])
        for length in array.shape:
            self.out += _LONG.pack(length)
        self.out += array.tobytes()


class _Decoder:
    def __init__(self, data: bytes):
        self.data = memoryview(data)
        self.at = 0
        self.items = 0
        self.keys = 0

    def bytes(self, count: int) -> memoryview:
        if count > len(self.data) - self.at:
            raise WireError("cut short")
        self.at += count
        return self.data[self.at - count : self.at]

    def count(self) -> int:
        """Read a number of parts or bytes; each takes at least one byte."""
        (count,) = _SIZE.unpack(self.bytes(4))
        if count > len(self.data) - self.at:
            raise WireError("cut short")
        return count

    def text(self) -> str:
        try:
            return str(self.bytes(self.count()), "utf-8", "surrogatepass")
        except UnicodeDecodeError:
            raise WireError("not UTF-8") from None

    def take(self, depth: int) -> Any:
        self.items += 1
        if depth > MAX_DEPTH or self.items > MAX_ITEMS:
            raise WireError("too deep or too many items")
        tag = bytes(self.bytes(1))
        if tag == b"N":
            return None
        if tag == b"T":
            return True
        if tag == b"F":
            return False
        if tag == b"i":
            size = self.count()
            if size > MAX_INT_BYTES:
                raise WireError("an integer of too many digits")
            return int.from_bytes(self.bytes(size), "little", signed=True)
        if tag == b"f":
            return _FLOAT.unpack(self.bytes(8))[0]
        if tag == b"c":
            return complex(*_COMPLEX.unpack(self.bytes(16)))
        if tag == b"s":
            return self.text()
        if tag == b"b":
            return bytes(self.bytes(self.count()))
        if tag in (b"l", b"t"):
            parts = [self.take(depth + 1) for _ in range(self.count())]
            return parts if tag == b"l" else tuple(parts)
        if tag == b"S":
            return {self.key(depth) for _ in range(self.count_keys())}
        if tag == b"d":
            return {self.key(depth): self.take(depth + 1) for _ in range(self.count_keys())}
        if tag == b"a":
            return self.array()
        if tag == b"n":
            array = self.array()
            if array.ndim:
                raise WireError("a scalar with dimensions")
            return array[()]
        if tag == b"h":
            (token,) = _LONG.unpack(self.bytes(8))
            return Reference(token, self.text()[:200], self.text()[:200])
        raise WireError(f"no such tag: {tag!r}")

    def count_keys(self) -> int:
        count = self.count()
        self.keys += count
        if self.keys > MAX_KEYS:
            raise WireError("too many keys")
        return count

    def key(self, depth: int) -> Any:
        key = self.take(depth + 1)
        try:
            hash(key)
        except TypeError:
            raise WireError("a key that cannot be one") from None
        return key

    def array(self) -> np.ndarray:
        code = bytes(self.bytes(self.bytes(1)[0])).decode("ascii", "replace")
        if code in _CODES or re.fullmatch("U[1-9][0-9]{0,7}", code):
            dtype = np.dtype("<" + code)
        else:
            raise WireError(f"no such dtype: {code!r}")
        shape = tuple(_LONG.unpack(self.bytes(8))[0] for _ in range(self.bytes(1)[0]))
        if len(shape) > MAX_DIMENSIONS or any(not 0 <= n <= MAX_LENGTH for n in shape):
            raise WireError("an impossible shape")
        size = dtype.itemsize
        for length in shape:
            size *= length
        data = self.bytes(size)
        if dtype.kind == "U" and data and np.frombuffer(data, "<u4").max() > 0x10FFFF:
            raise WireError("no such character")
        if dtype.kind == "b" and size and np.frombuffer(data, "u1").max() > 1:
            raise WireError("neither true nor false")
        try:
            # A copy: aligned, and writable as any result is.
            array = np.ndarray(shape, dtype, bytearray(data))
        except (ValueError, TypeError) as error:
            raise WireError(str(error)) from None
        return array.astype(dtype.newbyteorder("="), copy=False)
