"""Whoever prints the answer instead of returning it is told so, in every exercise."""

import ast
import shutil

import pytest
from nbformat import NotebookNode, from_dict

from graders.execute.run import execute
from graders.notebook.exercises import Exercise, exercises_of, grade_id, is_demonstration, is_test
from graders.notebook.results import results_of
from tests.bank import images
from tests.bank.solutions import REPOSITORY, assignments, instructor_notebook

# A test of `train` may look at the model only; what it returns, the second one asks for.
ASKS = {"train": "test_train__history"}


class Printing(ast.NodeTransformer):
    """Turns ``return x`` into ``return print(x)``, but not in functions within functions."""

    def __init__(self) -> None:
        self.changed = 0

    def visit_Return(self, node: ast.Return) -> ast.Return:
        self.changed += 1
        call = ast.Call(ast.Name("print", ast.Load()), [node.value], [])
        return ast.Return(call)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.FunctionDef:
        return node

    def visit_Lambda(self, node: ast.Lambda) -> ast.Lambda:
        return node


def printing(exercise: Exercise) -> str:
    """Return the reference solution of an exercise, with its result printed."""
    tree = ast.parse(exercise.solution.source)
    function = next(n for n in tree.body if getattr(n, "name", "") == exercise.name)
    transformer = Printing()
    function.body = [transformer.visit(node) for node in function.body]
    assert transformer.changed, f"{exercise.name} returns nothing"
    return ast.unparse(ast.fix_missing_locations(tree))


def notebook_that_prints(assignment: str) -> tuple[NotebookNode, dict[str, str]]:
    """Return a notebook with one test for each exercise, and the tests by exercise.

    Below its test each exercise is solved, so that no other one fails because of it.
    """
    notebook = instructor_notebook(assignment)
    chosen, cells = {}, {}
    for exercise in exercises_of(notebook):
        if exercise.written or not exercise.tests:
            continue
        test = ASKS.get(exercise.name, grade_id(exercise.tests[0]))
        right = {"cell_type": "code", "metadata": {}, "source": exercise.solution.source}
        chosen[exercise.name], cells[test] = test, from_dict(right)
        exercise.solution.source = printing(exercise)
    kept = []
    for cell in notebook.cells:
        if is_demonstration(cell) or (is_test(cell) and grade_id(cell) not in cells):
            continue
        kept += [cell, *filter(None, [cells.get(grade_id(cell))])]
    notebook.cells = kept
    return notebook, chosen


@pytest.mark.exhaustive
@pytest.mark.parametrize("assignment", assignments())
def test_printing_instead_of_returning_is_named_in_every_exercise(
    assignment, tmp_path, full_template
):
    for path in (REPOSITORY / "source" / assignment).glob("*.py"):
        shutil.copy(path, tmp_path)
    notebook, tests = notebook_that_prints(assignment)
    with images.chosen("stand-ins"):
        results = results_of(execute(notebook, tmp_path, template=full_template))
    assert len(tests) > 9
    for name, test in tests.items():
        first = results[test].message.partition("\n")[0]
        assert first == f"`{name}(…)` returned None; did you print instead of returning?", results[
            test
        ]
