"""What a test cell's value, output and failure make of the points and the message."""

import pytest


def hidden(source):
    return f"### BEGIN HIDDEN TESTS\n{source}\n### END HIDDEN TESTS"


@pytest.mark.parametrize(
    ("last", "state", "points"),
    [
        ("None", "passed", 2),
        ("2", "passed", 2),
        ("np.float32(0.5)", "partial", 0.5),
        ("np.int64(1)", "partial", 1),
        ("0.0", "failed", 0),
        ("1 + 1 + 1e-12", "passed", 2),
        ("-0.5", "failed", 0.0),
        ("2.5", "passed", 2.0),
        ("float('nan')", "grader error", None),
        ("np.inf", "grader error", None),
        ("True", "passed", 2),
        ("f(1) == 1", "grader error", None),
        ("'2'", "grader error", None),
        ("f", "grader error", None),
    ],
)
def test_the_last_expression_is_partial_credit(judged, last, state, points):
    result = judged("def f(x):\n    return x", f"f(1)\n{last}")
    assert (result.state, result.points) == (state, points)


@pytest.mark.parametrize(
    ("value", "last"),
    [
        ("np.nan", "2 - abs(got - 1)"),
        ("[1.0, np.nan]", "2 - abs(got[1] - 1)"),
        ("np.array([1e308, 1.0])", "got[0] * 10 - got[0] * 10"),
        ("np.full(3, np.inf)", "2.0 * (1 - np.max(got) / np.max(got))"),
        ("-np.inf", "2 - abs(got)"),
        ("complex(1e308, 1e308)", "2 - got"),
        ("np.ones(3)", "2 - got"),
        ("np.float16(np.inf)", "got - got"),
        ("10**200", "float(got) * 1e200 * 0"),
        ("{'a': [(np.nan,)]}", "got['a'][0][0]"),
        ("1j", "2 - got"),
        ("[1] * 20_000", "got"),
    ],
)
@pytest.mark.parametrize(
    "region", [str, pytest.param(hidden, marks=pytest.mark.exhaustive)], ids=["visible", "hidden"]
)
def test_what_is_returned_makes_no_grader_error_of_partial_credit(judged, value, last, region):
    """Nobody calls an instructor at will: with the reference solution the test comes to points."""
    test = region("got = f(1)") + f"\n{last}"
    result = judged(f"def f(x):\n    return {value}", test)
    assert (result.state, result.points, result.detail) == ("failed", 0, "")
    assert result.message.startswith("the result could not be checked: its ")


@pytest.mark.parametrize(
    "last",
    ["float('nan')", "got > 0", "[got]", "np.log(0.0 * got)", "f"],
)
def test_where_ordinary_values_came_it_is_the_test_that_is_at_fault(judged, last):
    result = judged("def f(x):\n    return 1.5", f"got = f(1)\n{last}")
    assert result.state == "grader error" and result.points is None and result.detail


@pytest.mark.parametrize("value", ["lambda: 3", "(k for k in 'ab')", "np", "int", "{1: object()}"])
@pytest.mark.parametrize(
    "test", ["assert isinstance(f, float), 'f is a number'", "assert type(f) is float"]
)
def test_a_name_that_stands_for_something_else_is_no_grader_error(judged, value, test):
    result = judged(f"f = {value}", test)
    assert (result.state, result.points, result.detail) == ("failed", 0, "")


@pytest.mark.parametrize(
    "broken",
    ["undefined_name", "import no_such_module", "f(1)\nundefined_name", "def (", "1 / 0",
     "assert False", "f(1)\nraise SystemExit", "f((i for i in range(3)))"],
)  # fmt: skip
def test_a_test_at_fault_is_a_grader_error(judged, broken):
    result = judged("def f(x):\n    return x", broken)
    assert result.state == "grader error" and result.points is None and result.detail


def test_stderr_and_stdout_of_a_test_cost_nothing(judged):
    test = (
        "import sys, warnings\nprint(1)\nprint(2, file=sys.stderr)\nwarnings.warn('x')\nf(1)\nNone"
    )
    assert judged("def f(x):\n    print('y' * 10**6)", test).state == "passed"


def test_what_the_visible_part_of_a_passed_test_prints_is_shown(judged):
    test = "f(1)\nprint('3 pieces')\n" + hidden("print('secret')")
    assert judged("def f(x):\n    return x", test).message == "3 pieces"


def test_what_the_visible_part_prints_says_what_partial_credit_is_for(judged):
    measured = "error = 0\n" + hidden("error = f(3)\nprint('secret')") + "\nprint(f'{error} %')\n1"
    assert judged("def f(x):\n    return x", measured).message == "1 of 2 points: 3 %"
    labelled = measured.replace("{error} %", "1 of 2 points: {error} %")
    assert judged("def f(x):\n    return x", labelled).message == "1 of 2 points: 3 %"
    beside = measured.replace("{error} %", "2 of 4 pieces: {error} %")
    assert judged("def f(x):\n    return x", beside).message == "1 of 2 points: 2 of 4 pieces: 3 %"
    silent = judged("def f(x):\n    return x", "f(1)\n1")
    assert silent.message == "1 of 2 points for how far the result got"


def test_of_what_is_printed_beside_hidden_tests_little_is_shown(judged):
    long = hidden("text = 'x' * 9999") + "\nf(1)\nprint(globals().get('text', ''))\n1"
    assert len(judged("def f(x):\n    return x", long).message) <= 200


def test_a_failing_visible_check_shows_its_line(judged):
    result = judged("def f(x):\n    return 3", "assert f(1) == 2")
    assert result.message == "this check failed" and result.line == "assert f(1) == 2"


@pytest.mark.parametrize(
    ("check", "message"),
    [
        ("assert f(77) == 4242", "a hidden check failed"),
        ("assert f(77) == 4242, 'f is right for large x'", "f is right for large x"),
        ("np.testing.assert_allclose(f(77), 4242)", "a hidden check failed"),
        ("def check(x):\n    assert f(x) == 4242\ncheck(77)", "a hidden check failed"),
        ("{}[f(77)]", "the result could not be checked: KeyError: 3\n`f(…)` returned a number"),
    ],
)
def test_a_failing_hidden_check_shows_its_message_only(judged, check, message):
    result = judged("def f(x):\n    return 3", hidden(check))
    assert result.message == message and not result.line


def test_a_call_in_a_hidden_region_hides_its_arguments(judged):
    result = judged("def f(x):\n    raise ValueError('no')", hidden("f(4242)"))
    assert result.message == "f(…) raised ValueError: no\nin your line `raise ValueError('no')`"
