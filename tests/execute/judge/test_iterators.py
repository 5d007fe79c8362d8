"""Generators and other iterators of the student's: asked part by part, and not without end."""

import pytest

from graders.notebook.exercises import OUTSIDE
from tests.habits.grading import graded
from tests.habits.notebooks import BEGIN, END, Habit
from tests.small_course import solution, test_cell

ANSWER = """def count(n):
    i = 0
    while i < n:
        yield i
        i += 1
def broken():
    yield 1
    yield 2
    raise ValueError('three')
def nested():
    return [iter('ab'), (x for x in [1])]"""
TESTS = {
    "parts": "g = count(40)\nassert next(g) == 0 and list(g) == list(range(1, 40))",
    "kind": "import types\nassert isinstance(count(1), types.GeneratorType)",
    "error": "g = broken()\nassert next(g) == 1 and next(g) == 2\ntry:\n    next(g)\n"
    "except ValueError as e:\n    assert 'three' in str(e)\nelse:\n    assert False",
    "nested": "a, b = nested()\nassert list(a) == ['a', 'b'] and next(b) == 1",
}


@pytest.fixture(scope="module")
def notebook():
    answer = solution("lazy", f"{BEGIN}\n{ANSWER}\n{END}")
    return Habit([answer, *(test_cell(name, test) for name, test in TESTS.items())], {}, set())


def test_the_parts_come_one_after_the_other(notebook):
    results = graded(notebook, {}, OUTSIDE)
    assert {name: one.message for name, one in results.items() if one.short} == {}


@pytest.mark.parametrize(
    ("endless", "said"),
    [
        ("    while True:\n        yield 1", "more than 100000 values"),
        ("    while True:\n        yield 'x' * 10**6", "more than 128 MB"),
    ],
)
def test_one_without_end_is_the_students_failure(notebook, endless, said):
    answer = ANSWER.replace("    while i < n:\n        yield i\n        i += 1", endless)
    result = graded(notebook, {"lazy": answer}, OUTSIDE)["parts"]
    assert result.state == "failed"
    test = Habit([notebook.cells[0], test_cell("all", "assert list(count(3)) == [0]")], {}, set())
    result = graded(test, {"lazy": answer}, OUTSIDE)["all"]
    assert result.state == "failed" and said in result.message
