"""What students can read beside an exercise is no answer to one: each function is tried."""

import ast
from collections.abc import Iterator

import pytest

from graders.execute.run import execute
from graders.execute.settings import Settings, Times
from graders.notebook.exercises import (
    Exercise,
    exercises_of,
    grade_id,
    is_test,
    named_exercise,
    read_notebook,
)
from graders.notebook.results import Result, State, results_of
from tests.bank.solutions import REPOSITORY, assignments, instructor_notebook


def functions(source: str) -> Iterator[tuple[ast.FunctionDef, str]]:
    """Yield the functions at the top of a source, each with what they may need: the whole."""
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef):
            yield node, source


def in_sight(assignment: str) -> Iterator[tuple[ast.FunctionDef, str]]:
    """Yield the functions of visible tests, and of the modules that are released with them."""
    folder = REPOSITORY / "release" / assignment
    for cell in read_notebook(folder / f"{assignment}.ipynb").cells:
        if is_test(cell):
            definitions = [
                ast.unparse(node)
                for node in ast.parse(cell.source).body
                if isinstance(node, ast.FunctionDef | ast.Import | ast.ImportFrom)
            ]
            yield from functions("\n".join(definitions))
    for path in sorted(folder.glob("*.py")):
        yield from functions(path.read_text())


def takes(function: ast.FunctionDef, count: int) -> bool:
    """Whether a function can be called with so many arguments by position."""
    parameters = function.args.posonlyargs + function.args.args
    least = len(parameters) - len(function.args.defaults)
    return least <= count and (count <= len(parameters) or function.args.vararg is not None)


def required(exercise: Exercise) -> int:
    """Return how many arguments the reference asks for."""
    for node in ast.parse(exercise.solution.source).body:
        if isinstance(node, ast.FunctionDef) and node.name == exercise.name:
            return len(node.args.args) - len(node.args.defaults)
    raise AssertionError(f"{exercise.name} is not defined at the top of its cell")


def renamed(function: ast.FunctionDef, source: str, name: str) -> str:
    return f"{source}\n\n{name} = {function.name}"


def tries(assignment: str) -> dict[str, list[str]]:
    """Return for each exercise the answers to try."""
    found: dict[str, list[str]] = {}
    for exercise in exercises_of(instructor_notebook(assignment)):
        if exercise.written or not exercise.points:
            continue
        answers = {
            ast.unparse(function): renamed(function, source, exercise.name)
            for function, source in in_sight(assignment)
            if takes(function, required(exercise)) and function.name != exercise.name
        }
        found[exercise.name] = list(answers.values())
    return found


@pytest.mark.exhaustive
@pytest.mark.parametrize("assignment", assignments())
def test_no_function_in_sight_earns_all_points_of_an_exercise(full_template, assignment):
    settings = Settings(times=Times(cell=20, call=5))
    reference = instructor_notebook(assignment)
    tried = tries(assignment)
    assert sum(map(len, tried.values())) > 5
    # One answer to each exercise at a time; what builds on another is tried with the right one.
    for number in range(max(map(len, tried.values()))):
        answers = {name: some[number] for name, some in tried.items() if number < len(some)}
        notebook = instructor_notebook(assignment)
        for exercise in exercises_of(notebook):
            exercise.solution.source = answers.get(exercise.name, exercise.solution.source)
        done = execute(
            notebook,
            REPOSITORY / "source" / assignment,
            reference=reference,
            settings=settings,
            template=full_template,
            only=set(answers),
            known={
                grade_id(cell): Result(State.PASSED, 1.0, 1.0)
                for exercise in exercises_of(notebook)
                if exercise.name not in answers
                for cell in exercise.tests
            },
        )
        short = {named_exercise(name) for name, one in results_of(done).items() if one.short}
        assert not answers.keys() - short, {name: answers[name][-60:] for name in answers}
