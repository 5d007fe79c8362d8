"""The encoding that crosses from a kernel to the judge."""

import contextlib
import math
import resource

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from graders import wire

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


@given(VALUES)
def test_what_is_encoded_comes_back(value):
    assert same(value, wire.decode(wire.encode(value)))


@settings(max_examples=1000)
@given(st.binary(max_size=300))
def test_bytes_of_anybody_decode_or_raise_a_wire_error(data):
    with contextlib.suppress(wire.WireError):
        wire.decode(data)


@settings(max_examples=1000)
@given(VALUES, st.data())
def test_an_encoding_with_a_byte_changed_decodes_or_raises_a_wire_error(value, data):
    encoded = bytearray(wire.encode(value))
    encoded[data.draw(st.integers(0, len(encoded) - 1))] = data.draw(st.integers(0, 255))
    with contextlib.suppress(wire.WireError):
        wire.decode(bytes(encoded))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"l\xff\xff\xff\x7f",
        b"l" * 10_000,
        b"l\x01\x00\x00\x00" * 1000 + b"N",
        b"a\x02f8\x01" + (2**40).to_bytes(8, "little"),
        b"a\x02f8\x02" + (2**31).to_bytes(8, "little") * 2 + b"\0" * 100,
        b"a\x02f8\x01" + (-1).to_bytes(8, "little", signed=True),
        b"a\x02O8\x00" + b"\0" * 8,
        b"a\x02U0\x01" + (2**31).to_bytes(8, "little"),
        b"a\x02b1\x00\x02",
        b"a\x02U1\x00\xff\xff\xff\xff",
        b"d\x01\x00\x00\x00l\x00\x00\x00\x00N",
        b"s\x01\x00\x00\x00\xff",
        b"NN",
    ],
)
def test_hostile_bytes_are_refused(data):
    with pytest.raises(wire.WireError):
        wire.decode(data)


def test_keys_that_collide_are_limited():
    keys = [k * (2**61 - 1) for k in range(wire.MAX_KEYS + 1)]
    parts = b"".join(wire.encode(key) for key in keys)
    with pytest.raises(wire.WireError):
        wire.decode(b"S" + len(keys).to_bytes(4, "little") + parts)


def test_declared_sizes_allocate_nothing():
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for tag in (b"l", b"t", b"s", b"b"):
        with pytest.raises(wire.WireError):
            wire.decode(tag + b"\xff\xff\xff\xff" + b"N" * 1000)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50_000


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
