"""What students can read beside an exercise is no answer to one: each function is tried."""

import ast
import os
import signal
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import redirect_stderr, redirect_stdout
from multiprocessing import get_context

import pytest

from graders.execute.run import execute
from graders.execute.settings import Settings, Times
from graders.notebook.exercises import (
    Exercise,
    exercises_of,
    grade_id,
    is_demonstration,
    is_test,
    named_exercise,
    read_notebook,
)
from graders.notebook.results import Result, State, results_of
from tests.bank.solutions import REPOSITORY, assignments, instructor_notebook

# Of processor time that an answer may take for all tests of its exercise.
SECONDS = 30


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


def may_pass(assignment: str, tried: dict[str, list[str]]) -> dict[str, list[str]]:
    """Return the answers that no test of their exercise refuses, everything else being right.

    Called in a process of its own: the tests run in it as in a notebook, without limits but one of
    time, and one that raises is enough. Most answers are refused here in some milliseconds.
    """
    folder = REPOSITORY / "source" / assignment
    os.chdir(folder)
    sys.path.insert(0, str(folder))
    signal.signal(signal.SIGPROF, _stop)
    notebook = instructor_notebook(assignment)
    right: dict = {}
    found: dict[str, list[str]] = {}
    with open(os.devnull, "w") as null, redirect_stdout(null), redirect_stderr(null):
        for cell in notebook.cells:
            if cell.cell_type == "code" and not is_test(cell) and not is_demonstration(cell):
                exec(cell.source, right)
        for exercise in exercises_of(notebook):
            tests = [cell.source for cell in exercise.tests]
            answers = tried.get(exercise.name, [])
            assert not answers or _pass("", tests, right), exercise.name
            found[exercise.name] = [answer for answer in answers if _pass(answer, tests, right)]
    return found


def _stop(*_) -> None:
    raise TimeoutError


def _pass(answer: str, tests: list[str], right: dict) -> bool:
    names = dict(right)
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    try:
        for source in (answer, *tests):
            exec(source, names)
    except (Exception, SystemExit):
        return False
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    return True


@pytest.mark.exhaustive
@pytest.mark.parametrize("assignment", assignments())
def test_no_function_in_sight_earns_all_points_of_an_exercise(full_template, assignment):
    tried = tries(assignment)
    assert sum(map(len, tried.values())) > 5
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        left = pool.submit(may_pass, assignment, tried).result()
    # A test may give a part of the points, which says nothing here, but is less than all of them.
    for name, answers in left.items():
        for answer in answers:
            assert name in short(assignment, {name: answer}, full_template), answer[-60:]


def short(assignment: str, answers: dict[str, str], template) -> set[str]:
    """Return the exercises that lose points when a notebook with these answers is graded."""
    notebook = instructor_notebook(assignment)
    for exercise in exercises_of(notebook):
        exercise.solution.source = answers.get(exercise.name, exercise.solution.source)
    done = execute(
        notebook,
        REPOSITORY / "source" / assignment,
        reference=instructor_notebook(assignment),
        settings=Settings(times=Times(cell=20, call=5)),
        template=template,
        only=set(answers),
        known={
            grade_id(cell): Result(State.PASSED, 1.0, 1.0)
            for exercise in exercises_of(notebook)
            if exercise.name not in answers
            for cell in exercise.tests
        },
    )
    return {named_exercise(name) for name, one in results_of(done).items() if one.short}
