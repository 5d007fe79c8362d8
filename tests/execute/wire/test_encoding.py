"""The encoding that crosses from a kernel to the judge."""

import contextlib
import math
import resource
import tracemalloc

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from msgspec import msgpack

from graders.execute.wire import encoding as wire

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.complex_numbers()
    | st.text()
    | st.binary()
)
ARRAYS = hnp.arrays(
    st.sampled_from(["?", "i1", "u8", "i4", "f2", "f4", ">f8", "c8", "c16", "U3"]),
    hnp.array_shapes(min_dims=0, min_side=0),
)
KEYS = st.none() | st.booleans() | st.integers() | st.text()
VALUES = st.recursive(
    SCALARS | ARRAYS,
    lambda inner: (
        st.lists(inner)
        | st.lists(inner).map(tuple)
        | st.dictionaries(KEYS, inner)
        | st.frozensets(KEYS).map(set)
    ),
    max_leaves=20,
)


def same(a, b):
    if isinstance(a, np.ndarray):
        return type(b) is np.ndarray and a.shape == b.shape and repr(a.tolist()) == repr(b.tolist())
    if isinstance(a, list | tuple):
        return type(a) is type(b) and len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, dict):
        return list(a) == list(b) and all(map(same, a.values(), b.values()))
    return type(a) is type(b) and (a == b or repr(a) == repr(b))


@settings(deadline=None)  # the machine may be busy
@given(VALUES)
def test_what_is_encoded_comes_back(value):
    assert same(value, wire.decode(wire.encode(value)))


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=300))
def test_bytes_of_anybody_decode_or_raise_a_wire_error(data):
    with contextlib.suppress(wire.WireError):
        wire.decode(data)


@settings(max_examples=300, deadline=None)
@given(VALUES, st.data())
def test_an_encoding_with_a_byte_changed_decodes_or_raises_a_wire_error(value, data):
    encoded = bytearray(wire.encode(value))
    encoded[data.draw(st.integers(0, len(encoded) - 1))] = data.draw(st.integers(0, 255))
    with contextlib.suppress(wire.WireError):
        wire.decode(bytes(encoded))


def packed(*parts) -> bytes:
    return msgpack.encode(parts)


def extension(code: int, data: bytes) -> bytes:
    return msgpack.encode(msgpack.Ext(code, data))


TEXT, BYTES, INTEGER, COMPLEX, ARRAY, SCALAR, REFERENCE, LIST, TUPLE, SET, DICT = range(11)
DEEP = msgpack.encode(None)
for _ in range(wire.MAX_DEPTH + 1):
    DEEP = extension(LIST, b"\x91" + DEEP)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xc0\xc0",
        b"\xc1",
        b"\xdd\x7f\xff\xff\xff",
        b"\x91" * 10_000,
        b"\x90",
        b"\x80",
        DEEP,
        extension(LIST, b"\xdd\x7f\xff\xff\xff"),
        extension(LIST, b"\x91" * 10_000),
        extension(LIST, b"\xc0"),
        extension(LIST, b"\x90\xc0"),
        extension(99, b""),
        extension(-1, bytes(8)),
        extension(ARRAY, packed("f8", [2**40], b"")),
        extension(ARRAY, packed("f8", [2**31, 2**31], bytes(100))),
        extension(ARRAY, packed("f8", [2**31] * 33, b"")),
        extension(ARRAY, packed("f8", [0] * 33, b"")),
        extension(ARRAY, packed("f8", [0, *[2**31] * 31], b"")),
        extension(ARRAY, packed("f8", [-1], b"")),
        extension(ARRAY, packed("f8", [1], bytes(9))),
        extension(ARRAY, packed("f8", [1.0], bytes(8))),
        extension(ARRAY, packed("f8", [1], bytes(8), None)),
        extension(ARRAY, packed("f8", [1], "\0" * 8)),
        extension(ARRAY, packed("O8", [], bytes(8))),
        extension(ARRAY, packed("f8\n", [], bytes(8))),
        extension(ARRAY, packed("U0", [2**31], b"")),
        extension(ARRAY, packed("b1", [], b"\x02")),
        extension(ARRAY, packed("U1", [], b"\xff" * 4)),
        extension(SCALAR, packed("f8", [1], bytes(8))),
        extension(DICT, b"\x92" + extension(LIST, b"\x90") + b"\xc0"),
        extension(DICT, b"\x91\xc0"),
        extension(SET, b"\x91" + extension(LIST, b"\x90")),
        extension(TEXT, b"\xff"),
        extension(INTEGER, bytes(wire.MAX_INT_BYTES + 1)),
        extension(COMPLEX, bytes(15)),
        extension(REFERENCE, packed(7, "x" * 201, "")),
        extension(REFERENCE, packed("7", "Foo", "")),
        extension(BYTES, bytes(wire.MAX_BYTES)),
    ],
)
def test_hostile_bytes_are_refused(data):
    with pytest.raises(wire.WireError):
        wire.decode(data)


def test_keys_that_collide_are_limited():
    keys = [k * (2**61 - 1) for k in range(wire.MAX_KEYS + 1)]
    parts = b"".join(map(msgpack.encode, (key % 2**64 for key in keys)))
    with pytest.raises(wire.WireError, match="keys"):
        wire.decode(extension(SET, b"\xdd" + len(keys).to_bytes(4) + parts))
    flat = b"".join(msgpack.encode(part % 2**64) for key in keys for part in (key, 0))
    with pytest.raises(wire.WireError, match="keys"):
        wire.decode(extension(DICT, b"\xdd" + (2 * len(keys)).to_bytes(4) + flat))


def test_items_are_limited_over_all_levels():
    data = extension(LIST, b"\x90")
    half = wire.MAX_ITEMS // 2
    for _ in range(3):
        data = extension(LIST, b"\xdd" + (half + 1).to_bytes(4) + data + b"\xc0" * half)
    with pytest.raises(wire.WireError, match="items"):
        wire.decode(data)


def test_declared_sizes_allocate_nothing():
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for header in (b"\xdd", b"\xdf", b"\xdb", b"\xc6"):  # array, map, string, bytes
        declared = header + b"\xff\xff\xff\xff" + b"\xc0" * 1000
        heads = (b"", b"\x93\xa2f8", b"\x93\xa2f8\x90")  # nothing, a dtype, and an empty shape
        arrays = (extension(ARRAY, head + declared) for head in heads)
        inside = (extension(code, declared) for code in (LIST, TUPLE, SET, DICT))
        for data in (declared, *arrays, *inside):
            with pytest.raises(wire.WireError):
                wire.decode(data)
    with pytest.raises(wire.WireError):
        wire.decode(b"\xc9\xff\xff\xff\xff\x07" + b"\xc0" * 1000)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50_000


def test_a_deep_value_is_not_kept_once_for_each_level():
    value = "x" * 2**23
    for _ in range(wire.MAX_DEPTH - 1):
        value = [value]
    encoded = wire.encode(value)
    tracemalloc.start()
    try:
        decoded = wire.decode(encoded)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert decoded == value and peak < 4 * 2**23


def test_an_array_comes_back_as_its_own_and_writable():
    array = wire.decode(wire.encode(np.arange(6.0).reshape(2, 3).T))
    array += 1
    assert array.tolist() == [[1.0, 4.0], [2.0, 5.0], [3.0, 6.0]]


def test_subclasses_lose_what_they_add():
    class Liar(float):
        def __eq__(self, other):
            return True

    class Array(np.ndarray):
        def __eq__(self, other):
            return True

    number = wire.decode(wire.encode(Liar("nan")))
    assert type(number) is float and math.isnan(number)
    array = wire.decode(wire.encode(np.zeros(2).view(Array)))
    assert type(array) is np.ndarray


def test_what_is_no_plain_data_needs_a_reference():
    with pytest.raises(wire.WireError):
        wire.encode([object()])
    with pytest.raises(wire.WireError):
        wire.encode(np.array([object()]))
    reference = wire.Reference(7, "Foo", "keras.Model")
    encoded = wire.encode([object()], reference=lambda _: reference)
    assert wire.decode(encoded) == [reference]


def test_what_is_too_large_is_refused_when_it_is_encoded():
    with pytest.raises(wire.WireError):
        wire.encode(np.zeros(wire.MAX_BYTES // 8 + 1))
    nest = []
    for _ in range(wire.MAX_DEPTH + 1):
        nest = [nest]
    with pytest.raises(wire.WireError):
        wire.encode(nest)
