"""A test that fails says what came in the place of what it asked for."""

import re

import pytest

NONE = "`f(…)` returned None; did you print instead of returning?"
ENGINE = re.compile(r"handle|proxy|judge|token|reference|wire|interpreter", re.IGNORECASE)


@pytest.mark.parametrize(
    "test",
    [
        "assert f(1) == 2",
        "got = f(1)\nassert np.shape(got) == (2,), 'a vector'",
        "assert np.allclose(f(1), 2)",
        "one, two = f(1)",
        "assert float(f(1)) == 2",
        "assert f(1)[0] == 2",
        "assert [f(k) for k in range(3)] == [0, 1, 2]",
        "None if f(1) <= 2 else 1.0",
        "got = f(1)\n### BEGIN HIDDEN TESTS\nassert got == 2\n### END HIDDEN TESTS",
    ],
)
def test_printing_instead_of_returning_is_named(judged, test):
    result = judged("def f(x):\n    print(2 * x)", test)
    assert result.state == "failed" and result.message.startswith(NONE)


@pytest.mark.parametrize(
    ("answer", "test"),
    [
        # As a statement: what it returns is not asked for.
        ("def f(x):\n    pass", "rows = []\nf(rows)\nassert rows == [1], 'not appended'"),
        ("def f(x):\n    return x or None", "assert f(0) is None and f(2) == 3, 'f(2) is 3'"),
        ("def f(x):\n    return 4", "assert f(1) == 2, 'f(1) is 2'"),
        ("def f(x):\n    return [x, x]", "assert f(1) == [2, 2], 'f(1) is [2, 2]'"),
        ("def f(x):\n    return f", "assert f(1)(2) is None, 'not None'"),
    ],
)
def test_nothing_is_said_of_what_a_test_may_ask_for(judged, answer, test):
    result = judged(answer, test)
    assert result.state == "failed" and " returned " not in result.message, result.message


VALUES = [
    ("np.ones(3).astype(object)", "an object array of shape (3,)"),
    ("np.array([1, None, 2])", "an object array of shape (3,)"),
    ("(part for part in x)", "a generator"),
    ("map(float, x)", "a map"),
    ("zip(x, x)", "a zip"),
    ("iter(x.tolist())", "a list_iterator"),
    ("__import__('collections').deque(map(str, x))", "a deque"),
    ("__import__('fractions').Fraction(1, 2)", "a Fraction"),
    ("np.array(['1', '2', '3'])", "an array of text of shape (3,)"),
    ("np.array([(1, 2.0)], dtype=[('a', int), ('b', float)])", "a structured array of shape (1,)"),
    ("np.array(['2026-01-01'], dtype='M8[D]')", "an array of dates of shape (1,)"),
    ("[(part for part in x), 2]", "a list that holds a generator"),
    ("(x, {1: x.astype(object)})", "a tuple that holds a dict that holds an object array of"),
]


@pytest.mark.parametrize(("value", "words"), VALUES)
@pytest.mark.parametrize(
    "test",
    [
        "assert np.allclose(f(np.ones(3)), 7)",
        "got = f(np.ones(3))\nassert getattr(got, 'shape', 0) == (2,), f'got {type(got).__name__}'",
    ],
    ids=["values", "shape"],
)
def test_what_came_is_named(judged, value, words, test):
    result = judged(f"def f(x):\n    return {value}", test)
    assert result.state == "failed" and f"`f(…)` returned {words}" in result.message, result
    assert not ENGINE.search(result.message), result.message


def test_what_was_asked_for_is_named(judged):
    message = judged("def f(x):\n    return iter([x])", "assert np.mean(f(1)) == 2").message
    assert message == (
        "`f(…)` returned a list_iterator where a number or an array of numbers was expected"
    )
    message = judged("def f(x):\n    return iter([x])", "assert f(1).shape == (1,)").message
    assert "returned a list_iterator, which is not asked for `shape`" in message


def test_a_class_goes_by_its_own_name(judged):
    answer = """
        class Pair:
            pass
        def f(x):
            return Pair()
    """
    test = "got = f(1)\nassert isinstance(got, tuple), f'{type(got).__name__} {got.__class__}'"
    message = judged(answer, test).message
    assert message == "Pair <class '__main__.Pair'>"


@pytest.mark.parametrize("name", ["'\\0'", "'x' * 10**6", "'\\ud800'", "''", "'ndarray'"])
def test_a_class_with_a_name_made_to_harm_harms_nobody(judged, name):
    answer = f"""
        def f(x):
            import graders.execute.interpreter.responder as s
            make = s._Reference
            s._Reference = lambda token, kind, claim: make(token, {name}, claim)
            return f_of_mine()
        class f_of_mine:
            pass
    """
    one, two = judged(answer, "f(1) + 1", "f'{f(1):.3f}'")
    assert one.state == two.state == "failed" and len(one.message + two.message) < 1000


def test_words_made_to_harm_harm_nobody(judged):
    answer = """
        import graders.execute.interpreter.responder as s
        s._words = lambda value: {words}
        def f(x):
            return iter([x])
    """
    for words, message in [
        ("'w' * 10**6", "f returned something that cannot be read"),
        ("7", "f returned something that cannot be read"),
        ("'nothing'", "`f(…)` returned nothing where a number"),
    ]:
        result = judged(answer.format(words=words), "assert np.mean(f(1)) == 2")
        assert (result.state, message in result.message) == ("failed", True), result


ARRAY = "x = f(2)\nassert getattr(x, 'shape', None) == (2,), 'expected an array of shape (2,)'"


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("[1.0, 2.0]", "a list of numbers"),
        ("(1, 2)", "a tuple of numbers"),
        ("[[1.0], [2.0]]", "a list that holds a list of numbers"),
        ("__import__('array').array('d', [1, 2])", "an array.array"),
        ("'1, 2'", "text"),
    ],
)
def test_what_came_is_named_where_an_array_was_expected(judged, value, words):
    result = judged(f"def f(x):\n    return {value}", ARRAY)
    assert result.message == f"`f(…)` returned {words}\nexpected an array of shape (2,)"


@pytest.mark.parametrize(
    ("value", "words"),
    [("lambda: x", "a `function`"), ("type('Mine', (), {})()", "a `Mine`"), ("f", "a `function`")],
)
def test_objects_of_the_students_are_named_by_the_call_that_they_come_from(judged, value, words):
    result = judged(f"def f(x):\n    return {value}", "assert float(f(2)) == 2, 'f(2) is 2'")
    assert result.message.startswith(f"`f(…)` returned {words} where a number")
    result = judged("def f(x):\n    return 1j", "assert float(f(2)) == 2, 'f(2) is 2'")
    assert result.message.endswith("`f(…)` returned a complex number")


@pytest.mark.parametrize("wait", ["input()", "input('Enter: ')", "int(input())"])
def test_a_function_that_waits_for_input_is_told_so(judged, wait):
    result = judged(f"def f(x):\n    {wait}\n    return x", "assert f(2) == 2, 'f(2) is 2'")
    assert result.message.startswith("f(2) waits for input, and nobody types when it is graded")
    assert "Stdin" not in result.message and "frontend" not in result.message
