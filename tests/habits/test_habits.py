"""Any notebook: inside as nbgrader grades it, outside the same, or refused with a reason."""

import pytest

from graders.notebook.exercises import INSIDE, OUTSIDE
from graders.notebook.results import State
from tests.habits.grading import graded, refusal
from tests.habits.notebooks import HABITS

QUICK = "a variable", "a class"
NAMES = [
    pytest.param(name, id=name, marks=[] if name in QUICK else pytest.mark.exhaustive)
    for name in HABITS
]


def _lost(results):
    assert not any(result.state.needs_attention for result in results.values()), results
    return {name for name, result in results.items() if result.short and result.points is not None}


@pytest.mark.parametrize("name", NAMES)
def test_inside_right_answers_have_all_points_and_wrong_ones_have_not(name):
    habit = HABITS[name]
    assert refusal(habit, INSIDE) == ""
    assert _lost(graded(habit, {}, INSIDE)) == set()
    assert _lost(graded(habit, habit.wrong, INSIDE)) == habit.loses


@pytest.mark.parametrize("name", NAMES)
def test_outside_it_is_the_same_or_refused_with_the_reason(name):
    habit = HABITS[name]
    reason = refusal(habit, OUTSIDE)
    if habit.refused:
        assert habit.refused in reason
        assert all(f"test cell {test}" in reason for test in habit.loses)
        assert '"inside"' in reason
        return
    assert reason == ""
    assert _lost(graded(habit, {}, OUTSIDE)) == set()
    assert _lost(graded(habit, habit.wrong, OUTSIDE)) == habit.loses


def test_an_answer_that_was_left_as_it_was_released_is_named_as_such():
    habit = HABITS["a variable"]
    for way in (INSIDE, OUTSIDE):
        results = graded(habit, {"cell-a1": "# YOUR CODE HERE\nraise NotImplementedError()"}, way)
        assert {result.state for result in results.values()} == {State.NOT_ANSWERED}, way


def test_a_solution_that_fails_its_own_tests_is_not_called_a_matter_of_where_they_run():
    habit = HABITS["partial credit"]
    wrong = habit.notebook.copy()
    wrong.cells = [cell.copy() for cell in wrong.cells]
    wrong.cells[0].source = "def f(x):\n    return -x"
    other = type(habit)(wrong.cells, {}, set())
    reason = refusal(other, OUTSIDE)
    assert "does not pass its own tests" in reason
    assert "test cell q-test (0.5 of 2 points)" in reason


def test_a_notebook_in_another_language_is_named_as_such():
    habit = HABITS["a variable"]
    other = type(habit)(habit.cells, {}, set())
    other.notebook.metadata["kernelspec"] = {"name": "ir", "language": "R", "display_name": "R"}
    assert "a notebook in R" in refusal(other, OUTSIDE)
