"""Whatever the student's process answers, it is no grader error, and names what came."""

import itertools
import json
import socket
import struct
import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graders.execute.judge import process
from graders.execute.wire import encoding, frames, protocol
from graders.execute.wire.arguments import join
from graders.execute.wire.protocol import FROM_JUDGE, Answer, Ask, CallReport

UNREADABLE = "f raised an error that cannot be read"
RESPONDER = "import graders.execute.interpreter.responder as s\n"
JOINED = "s._join = lambda *_: struct.pack('<I', len(head)) + head + b'\\xc0'\n"
ERROR = {"kind": "RemoteError", "type": "T", "base": "ValueError", "text": "no"}
CHECK = "got = f(1)\nassert got == 2, f'got {got}'"


def described(**changed) -> bytes:
    """Return a report of an error in which some fields are others, or left out if None."""
    error = {name: value for name, value in (ERROR | changed).items() if value is not None}
    return json.dumps({"kind": "CallReport", "error": error}).encode()


@pytest.mark.parametrize(
    "head",
    [
        described(type=None),
        described(type=7),
        described(type=""),
        described(type="a b"),
        described(type="T" * 41),
        described(base=None),
        described(base="x" * 10**6),
        described(text=["no"]),
        described(text="x" * 2001),
        described(line="x" * 201),
        described(missing="yes"),
        described(more=1),
        described(kind="CallReport"),
        described(text=0).replace(b"0", b"9" * 9000),
        described(text=0).replace(b"0", b"1e99999"),
        b'{"kind":"CallReport","error":7}',
        b'{"kind":"CallReport","error":[]}',
    ],
    ids=map(str, itertools.count()),
)
def test_an_error_that_is_not_described_as_agreed_is_the_students_failure(head):
    outcome = judge(CHECK, struct.pack("<I", len(head)) + head)
    assert (outcome.state, outcome.points, outcome.message) == ("failed", 0, UNREADABLE)


def test_so_it_is_from_a_process_of_the_students(judged):
    head = described(type=None)
    answer = f"{RESPONDER}import struct\nhead = {head!r}\n{JOINED}def f(x):\n    return 2"
    results = judged(answer, CHECK, f"### BEGIN HIDDEN TESTS\n{CHECK}\n### END HIDDEN TESTS")
    assert {(r.state, r.points, r.message, r.detail) for r in results} == {
        ("failed", 0, UNREADABLE, "")
    }


@pytest.mark.parametrize("test", [CHECK, "assert f(1) == 2, f(1)", "{}[f(1)]", "f(f(1)) / None"])
@pytest.mark.parametrize(
    "value",
    [10**4500, "\ud800", {"a": [10**4500]}, ["\udfff"], -(10**4500), float("nan")],
    ids=["integer", "half", "within", "half within", "negative", "nan"],
)
def test_a_value_without_a_text_is_the_students_failure(test, value):
    outcome = judge(test, join(CallReport(), encoding.encode((value, []))))
    assert (outcome.state, outcome.points) == ("failed", 0) and outcome.message, outcome


def test_half_a_character_in_a_message_costs_no_judge(judged):
    one, two = judged("def f(x):\n    return '\\ud800' * x", CHECK, "assert f(0) == '', 'empty'")
    assert (one.state, one.message, two.state) == ("failed", "got ?", "passed")


def test_a_name_is_missing_only_if_the_test_asks_for_it():
    name = json.dumps("the hidden input was 7")
    for text, undefined in (("f", "f"), ("the hidden input was 7", ""), ("np", "")):
        head = described(text=text, missing=True)
        outcome = judge(CHECK, struct.pack("<I", len(head)) + head)
        assert (outcome.state, outcome.undefined) == ("failed", undefined), name


@pytest.mark.parametrize(
    "raised",
    [
        "StopIteration",
        "StopIteration(7)",
        "StopAsyncIteration",
        "GeneratorExit",
        "KeyboardInterrupt",
        "SystemExit(0)",
        "asyncio.CancelledError()",
        "type('Odd', (StopIteration,), {})()",
        "type('Odd', (GeneratorExit,), {})",
    ],
)
def test_an_exception_that_steers_a_loop_steers_none_of_a_test(judged, raised):
    name = "Odd" if "Odd" in raised else raised.partition("(")[0].rpartition(".")[2]
    results = judged(
        f"import asyncio\ndef f(x):\n    raise {raised}",
        "assert list(map(f, [1, 2])) == []",
        "assert list(filter(f, [1, 2])) == []",
        "def all_of():\n    for x in [1, 2]:\n        yield f(x)\nassert list(all_of()) == []",
        "assert next((f(x) for x in [1]), None) is None",
        f"try:\n    f(1)\nexcept RuntimeError as e:\n    assert str(e) == 'f(1) raised {name}'",
    )
    assert [r.state for r in results] == ["failed"] * 4 + ["passed"]
    assert all(f"f(1) raised {name}" in r.message for r in results[:4])


def test_the_end_of_what_a_student_returned_to_iterate_over_is_still_one(judged):
    answer = "def f(x):\n    return iter([x])"
    end = "parts = iter(f(1))\nassert next(parts) == 1\n"
    end += "try:\n    next(parts)\nexcept StopIteration:\n    ended = True\nassert ended"
    assert judged(answer, end).state == "passed"


def judge(source: str, body: bytes, names=("f",)):
    """Run a test cell each of whose calls is answered with the same bytes."""
    ours, theirs = socket.socketpair()

    def answer() -> None:
        while True:
            try:
                message, _ = frames.receive(theirs, FROM_JUDGE)
            except EOFError:
                return
            assert isinstance(message, Ask)
            frames.send(theirs, Answer(), body)

    answering = threading.Thread(target=answer)
    answering.start()
    try:
        return process.TestRun(ours, protocol.Test(source, list(names), 1.0)).outcome()
    finally:
        ours.close()
        answering.join()
        theirs.close()


LOOPS = (
    "assert list(map(f, [1, 2])) == []",
    "assert list(iter(lambda: f(1), 7)) == []",
    "assert next((f(x) for x in [1]), None) is None",
    "def parts():\n    yield f(1)\nassert [*parts()] == []",
    "import contextlib\nwith contextlib.suppress(StopIteration, GeneratorExit):\n    f(1)",
)


@pytest.mark.parametrize("test", LOOPS)
@pytest.mark.parametrize(
    "base",
    ["StopIteration", "StopAsyncIteration", "GeneratorExit", "SystemExit", "BaseException",
     "ExceptionGroup", "EOFError", "BrokenPipeError", "UnicodeDecodeError", "__import__"],
)  # fmt: skip
def test_no_kind_of_error_that_a_process_claims_ends_a_loop(test, base):
    head = described(type="StopIteration", base=base)
    outcome = judge(test, struct.pack("<I", len(head)) + head)
    assert (outcome.state, outcome.points, outcome.detail) == ("failed", 0, ""), outcome


@pytest.mark.parametrize(
    ("does", "kinds"),
    [("warnings.warn", "UserWarning, StopIteration"), ("throw", "ValueError, StopIteration")],
)
def test_neither_does_what_is_a_warning_or_another_error_as_well(judged, does, kinds):
    answer = f"""
        import warnings
        def throw(error):
            raise error
        def f(x):
            {does}(type("Odd", ({kinds}), {{}})("odd"))
    """
    test = "import warnings\nwarnings.simplefilter('error')\nassert list(map(f, [1, 2])) == []"
    result = judged(answer, test)
    assert result.state == "failed" and "Odd" in result.message


# What JSON can hold, as a report and within one, and what a value may be.
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)
FIELDS = ["kind", "type", "base", "text", "line", "missing", "unsent"]
REMOTE = st.dictionaries(st.sampled_from(FIELDS), JSON, max_size=7).map(
    lambda changed: ERROR | changed
)
REPORT = st.fixed_dictionaries(
    {"kind": st.just("CallReport")},
    optional={
        "error": REMOTE | JSON,
        "warnings": st.lists(REMOTE, max_size=3) | JSON,
        "changed": st.lists(st.text(max_size=50), max_size=3) | JSON,
        "returned": st.text() | JSON,
    },
)
PLAIN = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.complex_numbers()
    | st.text(st.characters(exclude_categories=[]))
    | st.binary()
    | st.just(encoding.Reference(7, "Odd\0")),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.tuples(inner, inner)
        | st.dictionaries(st.text() | st.integers(), inner, max_size=3)
    ),
    max_leaves=6,
)
TESTS = [CHECK, "x = f(1)\nassert [x] == f(x), x", "assert float(f(1)) == f(2)[0], f'{f(1):.3f}'"]


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    report=REPORT | JSON,
    value=PLAIN.map(lambda value: encoding.encode((value, []))) | st.binary(max_size=40),
    test=st.sampled_from(TESTS),
)
def test_no_answer_is_a_grader_error(report, value, test):
    head = json.dumps(report).encode()
    outcome = judge(test, struct.pack("<I", len(head)) + head + value)
    assert outcome.state in ("failed", "passed", "killed (memory)"), outcome
    assert outcome.points == (outcome.state == "passed") and not outcome.detail
    assert len(outcome.message) < 5000


@settings(max_examples=60, deadline=None, derandomize=True)
@given(body=st.binary(max_size=60), length=st.integers(0, 70))
def test_no_bytes_are_a_grader_error(body, length):
    outcome = judge(CHECK, struct.pack("<I", length) + body)
    assert (outcome.state, outcome.points, outcome.detail) == ("failed", 0, "")
