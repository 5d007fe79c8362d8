"""Test cells judged outside the student's process."""

from textwrap import dedent

import pytest
from nbformat.v4 import new_code_cell, new_notebook

from graders.execute.run import execute
from graders.execute.settings import Settings, Times
from tests.small_course import solution, test_cell


def test_plain_values_come_back_as_themselves(judged):
    answer = """
        def f(x):
            return {"a": [1, 2.5, None, "é"], 3: (True, x), "n": np.float32(0.5)}
    """
    result = judged(
        answer,
        """
        got = f(np.arange(3))
        assert list(got) == ["a", 3, "n"] and got["a"] == [1, 2.5, None, "é"]
        assert got[3][0] is True and isinstance(got["n"], np.float32)
        assert got[3][1].dtype == int and (got[3][1] == [0, 1, 2]).all()
        """,
    )
    assert result.state == "passed" and result.points == 2


def test_functions_and_closures_are_sent_by_value(judged):
    result = judged(
        "def f(g, x):\n    return g(x)",
        """
        weights = np.array([1.0, 2.0])
        def inner(x):
            return weights @ x
        assert f(lambda x: inner(x) + 1, np.ones(2)) == 4
        """,
    )
    assert result.state == "passed"


def test_an_object_of_the_students_can_be_passed_back_and_asked_for_data(judged):
    answer = """
        class Line:
            def predict(self, x):
                return 2 * x
            def __array__(self, dtype=None, copy=None):
                return np.arange(3.0)
            def __len__(self):
                return 3
            def __call__(self, x):
                return self if x is None else x + 1
        def f(what):
            return Line() if what == "make" else what.predict(1)
    """
    result = judged(
        answer,
        """
        line = f("make")
        assert f(line) == 2 and line.predict(np.ones(2)).tolist() == [2, 2]
        assert np.allclose(line, [0, 1, 2]) and len(line) == 3
        assert line(2) == 3 and line(None).predict(1) == 2
        """,
    )
    assert result.state == "passed"


@pytest.mark.parametrize(
    "use",
    ["assert f(1)", "assert f(1) == 2", "assert np.ones(2) == f(1)", "f(1) + 1", "f(1).secret",
     "assert (f(1) == 2).all()", "assert not f(1) < 3"],
)  # fmt: skip
def test_an_object_of_the_students_decides_nothing(judged, use):
    answer = """
        class Yes:
            def __getattr__(self, name):
                return lambda *args, **kwargs: self
            __eq__ = __add__ = __lt__ = lambda self, other: self
            __bool__ = lambda self: True
            __array__ = None
        def f(x):
            return Yes()
    """
    result = judged(answer, use)
    assert result.state == "failed" and "`Yes`" in result.message


@pytest.mark.parametrize(
    ("answer", "state", "message"),
    [
        ("def f(x):\n    return x.nope", "failed", "f(1) raised AttributeError: 'int' object has"),
        ("def f(x):\n    raise KeyError('k')", "failed", "f(1) raised KeyError: k"),
        ("def f(x):\n    exit()\n    return 2", "passed", ""),
        ("def f(x):\n    raise SystemExit", "failed", "f(1) raised SystemExit"),
        (
            "def f(x):\n    return 2 if input() else 2",
            "failed",
            "f(1) waits for input, and nobody types when it is graded",
        ),
        ("def f(x):\n    np.zeros(2**40)\n    return 2", "killed (memory)", "ran out of memory"),
        (
            "def f(x):\n    return np.zeros(2**23)",
            "failed",
            "the result cannot be sent to the test",
        ),
        ("def f(x)\n    return 2", "failed", "`f` is not defined: its cell stopped with Synt"),
        ("1 / 0\ndef f(x):\n    return 3", "failed", "a line of the cell of `f` failed: ZeroDiv"),
        ("g = 1", "failed", "`f` is not defined"),
        ("f = 3", "failed", "f(1) raised TypeError: 'int' object is not callable"),
        ("def f():\n    return 2", "failed", "f(1) raised TypeError"),
        ("import os\ndef f(x):\n    os._exit(7)", "failed", "f(…) ended Python (exit code 7)"),
        ("import os\nos.kill(os.getpid(), 11)", "failed", "crashed (segmentation fault)"),
        ("exit()", "failed", "ended Python (exit)"),
        ("while True: pass", "timed out", "did not finish within 6 s"),
        ("while True: print('x' * 100000)", "failed", "printed more than 10 MB"),
    ],
)
def test_what_goes_wrong_is_said(judged, answer, state, message):
    result = judged(answer, "assert f(1) == 2")
    assert (result.state, message in result.message) == (state, True), result


@pytest.mark.exhaustive
def test_a_loop_that_no_interrupt_ends_is_ended(judged):
    answer = """
        def f(x):
            while x:
                try:
                    while True: pass
                except KeyboardInterrupt:
                    pass
            return x
    """
    stuck, again, after, last = judged(answer, *["assert f(1) == 1"] * 2, *["assert f(0) == 0"] * 2)
    assert stuck.state == again.state == "timed out"
    # The third is not waited for.
    assert after.state == last.state == "timed out"
    assert "did not return within 2 s" in stuck.message


@pytest.mark.exhaustive
def test_the_reply_to_a_call_that_was_given_up_answers_no_other(judged):
    answer = """
        import time
        def f(x):
            try:
                while x:
                    time.sleep(0.01)
            except KeyboardInterrupt:
                pass
            return x
    """
    late, after = judged(answer, "f(1)", "assert f(0) == 0")
    assert (late.state, after.state) == ("timed out", "passed")


@pytest.mark.exhaustive
def test_a_process_that_takes_no_request_is_replaced(judged):
    answer = """
        import asyncio
        def f(x):
            if np.size(x) == 1:
                loop = asyncio.get_event_loop()
                loop.add_reader = lambda *a: None
            return np.size(x)
    """
    tests = ["f(1)", "f(np.zeros(10**6))", "assert f(np.zeros(2)) == 2"]
    settings = Settings(times=Times(cell=2, call=0.5))
    _, stuck, after = judged(answer, *tests, settings=settings)
    assert (stuck.state, after.state) == ("timed out", "passed")


def test_one_test_that_kills_the_process_leaves_the_others(judged):
    answer = """
        import os
        def f(x):
            return x or os._exit(1)
    """
    first, dead, last = judged(answer, "assert f(1) == 1", "f(0)", "assert f(2) == 2")
    assert [first.state, dead.state, last.state] == ["passed", "failed", "passed"]


def test_a_result_of_the_wrong_shape_is_the_students_failure(judged):
    result = judged("def f(x):\n    return np.ones(3)", "assert np.all(f(1) - np.ones(2) == 0)")
    assert result.state == "failed" and "could not be broadcast" in result.message
    assert result.line == "assert np.all(f(1) - np.ones(2) == 0)"


def test_exceptions_come_back_as_their_builtin_type(judged):
    answer = """
        class Odd(ValueError):
            pass
        def f(x):
            raise Odd("odd")
    """
    result = judged(
        answer,
        """
        try:
            f(1)
        except ValueError as error:
            assert str(error) == "odd"
        else:
            raise AssertionError("f(1) raises ValueError")
        """,
    )
    assert result.state == "passed"


def test_no_test_catches_a_call_that_did_not_come_back(judged):
    result = judged(
        "def f(x):\n    while True: pass",
        "try:\n    f(1)\nexcept:\n    pass",
    )
    assert result.state == "timed out" and result.points == 0


def test_warnings_reach_the_test(judged):
    answer = "def f(x):\n    return np.log(x)"
    quiet, loud = judged(
        answer,
        """
        with np.errstate(divide="ignore"):
            assert f(np.zeros(1)) == -np.inf
        """,
        """
        import warnings
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            f(np.zeros(1))
        """,
    )
    assert quiet.state == "passed"
    assert loud.state == "failed" and "divide by zero" in loud.message


def test_a_changed_argument_is_noticed(judged):
    answer = """
        def f(values, factor=1):
            values *= factor
            return values
    """
    same, changed = judged(
        answer,
        "assert f(np.ones(2), 1)[0] == 1",
        "assert f(np.ones(2), factor=3)[0] == 3",
    )
    assert same.state == "passed"
    assert changed.state == "failed" and "changed its argument `values`" in changed.message


def test_a_generator_goes_on(judged):
    result = judged(
        "def f(rng):\n    return rng.normal(size=2)",
        """
        a, b = np.random.default_rng(1), np.random.default_rng(1)
        assert (f(a) == b.normal(size=2)).all() and (f(a) == b.normal(size=2)).all()
        assert a.random() == b.random()
        """,
    )
    assert result.state == "passed"


def test_what_a_function_spawns_from_a_generator_is_new_in_each_call(judged):
    result = judged(
        """
        def f(rng, n):
            return [child.random() for child in rng.spawn(n)] + [rng.random()]
        """,
        """
        a, b = np.random.default_rng(5), np.random.default_rng(5)
        for n in (2, 1, 0, 3):
            assert f(a, n) == [child.random() for child in b.spawn(n)] + [b.random()]
        """,
    )
    assert result.state == "passed", result.message


RESPONDER = "import graders.execute.interpreter.responder as s\n"
# Frames of the student's own making. The first cell has number 1, the first call number 2.
SEND = """
import struct
def send(header, body=b"", n=None):
    start = struct.pack("<IQ", len(header), len(body) if n is None else n)
    get_ipython().sender._connection.sendall(start + header + body)
"""


@pytest.mark.parametrize(
    "tampering",
    [
        "import sys; del sys.modules['graders.execute.interpreter.responder']",
        RESPONDER + "s.answer = lambda *a: b'passed'",
        RESPONDER + "s.answer = lambda *a: 'passed'",
        # True; no value; a pair whose second part is not the states of generators.
        RESPONDER + "s._encode = lambda *a, **k: b'\\xc3'",
        RESPONDER + "s._encode = lambda *a, **k: b'd' + b'\\xff' * 9",
        RESPONDER + "e = s._encode; s._encode = lambda *a, **k: e((True, True))",
        RESPONDER + "s._join = lambda *a: bytes(4)",
        RESPONDER + "s._join = lambda *a: b'\\xff' * 99",
        RESPONDER + "s._join = lambda *a: b'\\x02\\0\\0\\0' + b'[]'",
        "get_ipython().sender._connection.close()",
        "get_ipython().sender._connection.shutdown(2)",
        "import os; os.closerange(3, 200)",
        "import builtins; builtins.getattr = builtins.type = None",
        # The end of the cell before its end; the reply to a call before the call, and many of them.
        SEND + """send(b'{"kind":"Finished","number":1}')""",
        SEND + """send(b'{"kind":"Reply","number":2}', b'T')""",
        SEND + """for n in range(99): send(b'{"kind":"Reply","number":%d}' % n, b'T')""",
        # Replies and outputs of before, without end, in the middle of a call.
        SEND + """while True: send(b'{"kind":"Reply","number":0}', b'T')""",
        SEND + """while True: send(b'{"kind":"Output","number":0}', b'{}')""",
        # Too long; not JSON; not a message; not an output.
        SEND + """send(b'{"kind":"Output","number":1}', b'', n=2**62)""",
        SEND + "send(b'[' * 1000)",
        SEND + "send(b' ' * 10**4)",
        SEND + "send(b'[]', b'T')",
        SEND + """send(b'{"kind":"Output","number":{}}')""",
        SEND + """send(b'{"kind":"Output","number":1}', b'[' * 10**5)""",
        SEND + """send(b'{"kind":"Output","number":1}', b'{"kind":"Stream","name":1}')""",
        SEND
        + 'clear = b\'{"kind":"ClearOutput","wait":true}\'\n'
        + """while True: send(b'{"kind":"Output","number":1}', clear)""",
    ],
)
def test_tampering_with_the_runner_brings_nothing(judged, tampering):
    result = judged(f"{tampering}\ndef f(x):\n    return 3", "assert f(1) == 2")
    assert result.state == "failed" and result.points == 0


@pytest.mark.exhaustive
@pytest.mark.parametrize(
    "tampering",
    [
        "import graders.execute.interpreter.program as p; p._send = lambda *a: None",
        # A frame that is never whole.
        SEND + """send(b'{"kind":"Output","number":1}', b'', n=2**22)""",
    ],
)
def test_a_runner_that_never_answers_is_waited_for_and_brings_nothing(judged, tampering):
    # Its definitions may be run alone, and then the answer is judged.
    settings = Settings(times=Times(cell=0.5, call=0.5))
    answer = f"{tampering}\ndef f(x):\n    return 3"
    result = judged(answer, "assert f(1) == 2", settings=settings)
    assert result.state in ("failed", "timed out") and result.points == 0


def test_what_a_call_shows_is_shown_nowhere(template, tmp_path):
    answer = """
        import os, sys
        def f(x):
            print(x)
            sys.stderr.write(str(x))
            os.write(1, str(x).encode())
            display(x)
            get_ipython().run_cell("print(12321)")
            return x
    """
    cells = [solution("f", dedent(answer)), test_cell("test_f", "assert f(12321) == 12321")]
    cells.append(new_code_cell("print('later')"))
    done = execute(new_notebook(cells=cells), tmp_path, template=template)
    assert done.cells[1].metadata.graders.state == "passed"
    assert [output.text for output in done.cells[2].outputs] == ["later\n"]
    assert "12321" not in str([cell.get("outputs") for cell in done.cells])


def test_test_cells_share_no_names(judged):
    _, second = judged("def f(x):\n    return x", "f(1)\nmine = 1", "f(1)\nmine\nNone")
    assert second.state == "grader error"


def test_an_object_is_one_array_for_all_questions(judged):
    answer = """
        class Chameleon:
            answers = [np.zeros(2), np.full(2, 3.0), np.ones(2)]
            def __array__(self, dtype=None, copy=None):
                return self.answers.pop(0)
            def __float__(self):
                return 7.0
            def __len__(self):
                return 5
        def f(x):
            return Chameleon()
    """
    test = """
        got = f(1)
        assert np.mean(got) == np.max(got) == 0 and len(got) == 2 and list(got) == [0, 0]
        got = f(1)
        np.asarray(got)[:] = 8
        assert got[1] == 3
    """
    assert judged(answer, test).state == "passed"


@pytest.mark.parametrize(
    "line", ["while True: print('x' * 1_000_000)", "print('x' * 80_000_000)"]
)  # fmt: skip
def test_printing_large_pieces_is_noticed(judged, line):
    result = judged(line, "assert f(1) == 2")
    assert result.state == "failed" and "printed more than 10 MB" in result.message


def test_a_message_stays_short_and_plain(judged):
    answer = """
        import graders.execute.interpreter.responder as s
        def f(x):
            raise ValueError("\\x1b[2J\\x1b]0;title\\x07!")
    """
    message = judged(answer, "assert f(1) == 2").message
    assert message.replace("\n", "").isprintable()
    answer += """
        make = s._RemoteError
        s._RemoteError = lambda *a, **k: make("T" * 10**6, *a[1:], **{**k, "line": "L" * 10**6})
    """
    message = judged(answer, "assert f(1) == 2").message
    assert message == "f raised an error that cannot be read"
