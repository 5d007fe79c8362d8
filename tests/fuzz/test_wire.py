"""What a student's process may send: frames, messages, replies, values."""

import contextlib
import json
import socket
import struct

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import msgpack

from graders.execute.interpreter.outputs import OutputCollector
from graders.execute.wire import arguments, encoding, frames
from graders.execute.wire.protocol import CELL_OUTPUT, FROM_INTERPRETER
from graders.notebook.outputs import safe_output
from tests.fuzz.fuzzing import JSON, TEXT, changed, corpus, fuzz, in_time

LIMIT = 10_000
NAMES = ["kind", "number", "exits", "name", "text", "data", "metadata", "display_id", "update"]
NAMES += ["execution_count", "ename", "evalue", "traceback", "wait", "error", "warnings", "type"]
NAMES += ["base", "line", "missing", "unsent", "changed", "returned"]
KINDS = ["Output", "Finished", "Reply", "Stream", "Display", "ExecuteResult", "Failure"]
KINDS += ["ClearOutput", "RemoteError", "CallReport"]
# Messages that are nearly right, so that what is behind the first check is reached.
MESSAGES = st.dictionaries(
    st.sampled_from(NAMES) | TEXT,
    st.sampled_from([*KINDS, "stdout", {}, [], {"text/plain": "x"}, "x" * 3000]) | JSON,
    max_size=8,
).flatmap(lambda found: st.sampled_from(KINDS).map(lambda kind: found | {"kind": kind}))
GOOD = [
    {"kind": "Stream", "name": "stdout", "text": "x"},
    {"kind": "Display", "data": {"image/png": "eA=="}, "metadata": {}, "display_id": "1"},
    {"kind": "Display", "data": {"text/plain": []}, "metadata": {}, "display_id": "1", "update": 1},
    {"kind": "ExecuteResult", "data": {}, "metadata": {}, "execution_count": 1},
    {"kind": "Failure", "ename": "E", "evalue": "v", "traceback": ["\x1b[0;31m", "\ud800"]},
    {"kind": "ClearOutput", "wait": True},
]


def as_json(value: object) -> bytes:
    return json.dumps(value).encode()


def frame(header: bytes, body: bytes) -> bytes:
    return struct.pack("<IQ", len(header), len(body)) + header + body


HEADERS = st.binary(max_size=50) | MESSAGES.map(as_json) | st.just(b'{"kind":"Reply","number":7}')
FRAMES = st.tuples(HEADERS, st.binary(max_size=50)).map(lambda pair: frame(*pair))


def receive(data: bytes) -> None:
    """Receive all frames in some bytes, as the grader does."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        ours.sendall(data[:100_000])
        ours.shutdown(socket.SHUT_WR)
        with contextlib.suppress(frames.FrameError, EOFError):
            while True:
                _, body = frames.receive(theirs, FROM_INTERPRETER, limit=LIMIT)
                assert len(body) <= LIMIT


@fuzz
@given(changed(FRAMES | st.sampled_from(corpus("frames"))) | st.binary(max_size=200))
def test_frames(data):
    with in_time():
        receive(data)


@pytest.mark.parametrize("data", corpus("frames"))
def test_frames_that_were_found(data):
    with in_time():
        receive(data)


@fuzz
@given(
    st.lists(MESSAGES.map(as_json) | st.sampled_from(GOOD).map(as_json) | st.binary(), max_size=5)
)
def test_outputs_of_a_cell(sent):
    collector = OutputCollector(safe_output)
    with in_time():
        for one in sent:
            with contextlib.suppress(msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
                collector.take(CELL_OUTPUT.decode(one))
        json.dumps(collector.end())


@fuzz
@given(
    st.tuples(st.integers(0, 2**32 - 1) | st.none(), MESSAGES.map(as_json), st.binary())
    | st.tuples(st.none(), changed(st.just(b'{"kind":"CallReport"}')), st.just(b"\xc0"))
)
def test_replies_to_a_call(parts):
    length, head, value = parts
    body = struct.pack("<I", len(head) if length is None else length) + head + value
    with in_time(), contextlib.suppress(ValueError):
        report, rest = arguments.split(body)
        assert len(report.warnings) <= 50 and len(rest) <= len(body)


# Containers in containers, with codes that exist and others.
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**64 - 1)
    | st.floats()
    | st.builds(msgpack.Ext, st.integers(-2, 12), st.binary(max_size=20))
    | st.builds(
        lambda code, dtype, shape, data: msgpack.Ext(code, msgpack.encode([dtype, shape, data])),
        st.sampled_from([4, 5]),
        st.sampled_from(["f8", "U1", "b1", "i8", "O", "U99999999", "f8\n", "V8", "c16", "m8"]),
        st.lists(st.integers(0, 2**31) | st.integers(-2, 3), max_size=4),
        st.binary(max_size=32),
    ),
    lambda inner: st.builds(
        lambda code, parts: msgpack.Ext(code, msgpack.encode(parts)),
        st.sampled_from([7, 8, 9, 10]),
        st.lists(inner, max_size=5),
    ),
    max_leaves=12,
)


@fuzz
@given(VALUES.map(msgpack.encode) | changed(VALUES.map(msgpack.encode)))
def test_values(data):
    with in_time(), contextlib.suppress(encoding.WireError):
        encoding.decode(data)
