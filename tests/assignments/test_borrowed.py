"""Graded, a student's functions find what demonstrations and visible tests bind."""

import ast

import pytest
from nbformat.v4 import new_code_cell, new_notebook

from graders.execute.run import execute
from graders.notebook.borrowed import borrowed, is_lent, visible
from graders.notebook.code import bound, free, slice_of
from graders.notebook.exercises import exercises_of, grade_id, read_notebook
from tests.bank.solutions import REPOSITORY, assignments


def notebook_of(assignment):
    return read_notebook(REPOSITORY / "source" / assignment / f"{assignment}.ipynb")


@pytest.mark.parametrize("assignment", assignments())
def test_every_name_that_is_lent_can_be_made_without_what_is_hidden(assignment):
    notebook = notebook_of(assignment)
    there = {exercise.name for exercise in exercises_of(notebook)} | {"get_ipython"}
    lent = 0
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        if not is_lent(cell):
            there |= bound(cell.source)
            continue
        for name in bound(visible(cell)):
            source = slice_of(visible(cell), frozenset([name]))
            assert name in bound(source), (grade_id(cell), name)
            assert free(source) <= there | bound(visible(cell)), (grade_id(cell), name)
            lent += 1
        there |= bound(visible(cell))
    assert lent > 50


@pytest.mark.parametrize("assignment", assignments())
def test_a_right_notebook_borrows_nothing(assignment):
    assert borrowed(notebook_of(assignment)) == frozenset()


def quick_names(cell):
    """Return the names that a cell imports or binds to a constant at its top."""
    for node in ast.parse(visible(cell)).body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield from (alias.asname or alias.name for alias in node.names)
        elif isinstance(node, ast.Assign) and not any(
            isinstance(part, ast.Call) for part in ast.walk(node.value)
        ):
            yield from (target.id for target in node.targets if isinstance(target, ast.Name))


# An exercise with demonstrations before it and tests that are quick.
@pytest.mark.parametrize(
    ("assignment", "name"),
    [
        ("lasso", "rmse"),
        ("relu_approximation", "describe"),
        ("kolmogorov", "call_price"),
        ("fashion_mnist", "most_confused"),
    ],
)
@pytest.mark.exhaustive
def test_a_function_that_uses_them_keeps_its_points(assignment, name, full_template):
    notebook = notebook_of(assignment)
    exercise = next(e for e in exercises_of(notebook) if e.name == name)
    end = notebook.cells.index(exercise.tests[0]) + 1
    names = {n for cell in notebook.cells[:end] if is_lent(cell) for n in quick_names(cell)}
    names -= set().union(*(bound(c.source) for c in notebook.cells[:5] if not is_lent(c)))
    assert names
    exercise.solution.source += (
        f"\n\n_plain = {name}\n\n\ndef {name}(*args, **kwargs):\n"
        f"    assert [{', '.join(sorted(names))}]\n    return _plain(*args, **kwargs)\n"
    )
    notebook.cells.append(new_code_cell("# Your experiments"))
    done = execute(
        new_notebook(cells=notebook.cells),
        REPOSITORY / "release" / assignment,
        template=full_template,
        only=[name],
    )
    tests = {grade_id(cell) for cell in exercise.tests}
    states = {grade_id(c): c.metadata.graders.state for c in done.cells if grade_id(c) in tests}
    assert set(states.values()) == {"passed"}, states
