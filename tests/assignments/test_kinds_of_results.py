"""What an exercise lets pass must not make a right one fail that builds on it.

Every reference solution returns a matrix, a tensor, a list … in the place of an array. What its own
tests make of that is its own affair; but with all of them so, none loses more than by itself.
"""

import shutil

import pytest
from nbformat import NotebookNode, from_dict
from nbformat.v4 import new_code_cell

from graders.execute.run import execute
from graders.notebook.exercises import exercises_of, grade_id, is_demonstration, named_exercise
from graders.notebook.results import results_of
from tests.bank import images
from tests.bank.solutions import REPOSITORY, assignments, instructor_notebook

# These train networks, and return models.
LEFT_OUT = {"solve_heat", "learn_square", "train"}
KINDS = {
    "matrix": "np.matrix(a) if a.ndim == 2 else a",
    "masked": "np.ma.masked_array(a)",
    "tensor": "tf.constant(a)",
    "variable": "tf.Variable(a)",
    "list": "a.tolist()",
    "tuples": "tuple(a.tolist())",
    "object": "a.astype(object)",
    "single": "a.astype(np.float32) if a.dtype.kind == 'f' else a",
}
HELPERS = """
import functools
import numpy as np
import tensorflow as tf

def as_kind(value):
    if isinstance(value, (list, tuple)):
        return type(value)(as_kind(part) for part in value)
    if isinstance(value, dict):
        return {{key: as_kind(part) for key, part in value.items()}}
    a = value
    return {kind} if isinstance(a, np.ndarray) and a.ndim else value

def of_another_kind(function):
    @functools.wraps(function)
    def changed(*args, **kwargs):
        return as_kind(function(*args, **kwargs))
    return changed
"""


def notebook_of(assignment: str, kind: str, alone: bool) -> NotebookNode:
    """Return the notebook with results of that kind; alone, solved plainly below its tests."""
    notebook = instructor_notebook(assignment)
    ends = {}
    for exercise in exercises_of(notebook):
        if exercise.written or not exercise.tests:
            continue
        source = exercise.solution.source
        if alone:
            right = {"cell_type": "code", "metadata": {}, "source": source}
            ends[grade_id(exercise.tests[-1])] = from_dict(right)
        if exercise.name not in LEFT_OUT:
            wrapped = f"{exercise.name} = of_another_kind({exercise.name})"
            exercise.solution.source = f"{source}\n\n\n{wrapped}"
    kept = [new_code_cell(HELPERS.format(kind=KINDS[kind]))]
    for cell in notebook.cells:
        left_out = grade_id(cell) and named_exercise(grade_id(cell)) in LEFT_OUT
        if not is_demonstration(cell) and not left_out:
            kept += [cell, *filter(None, [ends.get(grade_id(cell))])]
    notebook.cells = kept
    return notebook


@pytest.mark.exhaustive
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("assignment", assignments())
def test_a_kind_of_result_costs_points_in_its_own_exercise_only(
    assignment, kind, tmp_path, full_template
):
    for path in (REPOSITORY / "source" / assignment).glob("*.py"):
        shutil.copy(path, tmp_path)
    with images.chosen("stand-ins"):
        notebook = notebook_of(assignment, kind, alone=False)
        reference = instructor_notebook(assignment)
        done = execute(notebook, tmp_path, reference=reference, template=full_template)
        lost = {name: one.message for name, one in results_of(done).items() if one.short}
        if not lost:
            return
        # Each of them has to be its own exercise's affair.
        notebook, only = notebook_of(assignment, kind, alone=True), set(map(named_exercise, lost))
        done = execute(notebook, tmp_path, template=full_template, only=only)
        alone = {name for name, one in results_of(done).items() if one.short}
    assert lost.keys() <= alone, lost
