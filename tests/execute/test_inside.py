"""Tests that run inside: as in nbgrader, but for what would cost or give points in silence."""

import pytest
from nbformat.v4 import new_code_cell, new_notebook

from graders.execute.run import execute
from graders.execute.settings import Settings, Times
from graders.notebook.results import UNCHANGED, results_of, run_info, set_submitted
from tests.small_course import solution, test_cell

SECRET = "4711"
HIDDEN = f"### BEGIN HIDDEN TESTS\nassert f({SECRET}) == {SECRET}\n### END HIDDEN TESTS"
F = solution("f", "def f(x):\n    return x")


@pytest.fixture
def graded(template):
    """Grade a notebook inside; return the results by `grade_id`, and the notebook."""

    def graded(*cells, **times):
        limits = {"cell": 1.0, "call": 1.0, "grace": 0.3} | times
        settings = Settings(tests="inside", times=Times(**limits))
        done = execute(new_notebook(cells=list(cells)), None, settings=settings, template=template)
        assert run_info(done).tests == "inside"
        return results_of(done), done

    return graded


def test_the_value_of_a_test_is_its_points(graded):
    values = {
        "0.5": ("partial", 0.5),
        "__import__('numpy').float64(0.5)": ("partial", 0.5),
        "7": ("passed", 2.0),
        "-1": ("failed", 0.0),
        "'any text'": ("passed", 2.0),
        "True": ("passed", 2.0),
        "False": ("grader error", None),
        "float('nan')": ("grader error", None),
        "0.5;": ("passed", 2.0),
        "None": ("passed", 2.0),
    }
    cells = [test_cell(f"t{n}", source, 2.0) for n, source in enumerate(values)]
    results, _ = graded(F, *cells)
    assert [(r.state, r.points) for r in results.values()] == list(values.values())


def test_what_a_test_prints_costs_nothing_and_hides_nothing(graded):
    flood = "for _ in range(3000): display(1)\n"
    results, _ = graded(
        F,
        test_cell("warns", "import sys\nprint('careful', file=sys.stderr)\nassert f(1) == 1"),
        test_cell("floods", f"{flood}assert f(1) == 2, 'f(1) is 2'"),
        test_cell(
            "clears",
            "from IPython.display import clear_output\ntry:\n    assert f(1) == 2\n"
            "finally:\n    clear_output()",
        ),
    )
    assert [r.state for r in results.values()] == ["passed", "failed", "failed"]
    assert results["floods"].message == "f(1) is 2"
    assert results["floods"].line == "assert f(1) == 2, 'f(1) is 2'"


def test_a_test_ends_with_its_first_failure(graded):
    results, _ = graded(F, test_cell("t", "assert f(1) == 2\n1.0", 1.0))
    assert results["t"].state == "failed"


def test_a_test_that_does_not_end_or_ends_python_costs_itself_only(graded):
    results, _ = graded(
        F,
        test_cell("loops", "while True: pass"),
        test_cell("ends", "import os\nos._exit(3)"),
        test_cell("whole", "assert f(3) == 3"),
    )
    assert [r.state for r in results.values()] == ["timed out", "failed", "passed"]
    assert "did not finish within 1 s of processor time" in results["loops"].message
    assert "ended Python" in results["ends"].message


@pytest.mark.parametrize(
    "own",
    [
        "print(In)",
        "import gc\nprint([o for o in gc.get_objects() if type(o) is str and 'HIDDEN' in o])",
        "print(remembered)",
        "open('kept', 'a').write(str(remembered))\nprint(open('kept').read())",
    ],
)
def test_no_cell_of_the_student_shows_a_hidden_test(graded, own):
    f = solution("f", "remembered = []\ndef f(x):\n    remembered.append(x)\n    return x")
    results, done = graded(f, test_cell("t", f"assert f(1) == 1\n{HIDDEN}"), new_code_cell(own))
    assert results["t"].state == "passed"
    shown = str(done.cells[-1].outputs)
    assert shown != "[]"
    assert SECRET not in shown


def test_of_a_hidden_test_no_more_is_shown_than_a_bounded_line(graded):
    f = solution("f", "def f(x):\n    if x > 1: raise ValueError('y' * 5000)\n    return x")
    results, _ = graded(f, test_cell("t", f"assert f(1) == 1\n{HIDDEN}"))
    assert (results["t"].state, results["t"].line) == ("failed", "")
    assert len(results["t"].message) <= 200


def test_what_the_visible_part_says_is_shown(graded):
    wrong = solution("f", "def f(x):\n    return -x")
    results, _ = graded(wrong, test_cell("t", f"assert f(1) == 1, 'f(1) is 1'\n{HIDDEN}"))
    assert results["t"].message == "f(1) is 1"
    assert results["t"].line == "assert f(1) == 1, 'f(1) is 1'"


def test_a_stub_that_was_left_undoes_no_definition_above_it(graded):
    stub = solution("f", "def f(x):\n    raise NotImplementedError")
    set_submitted(stub, UNCHANGED)
    own = new_code_cell("def f(x):\n    return x")
    assert graded(own, stub, test_cell("t", "assert f(3) == 3"))[0]["t"].state == "passed"
    result = graded(stub, test_cell("t", "assert f(3) == 3"))[0]["t"]
    assert (result.state, result.message) == ("not answered", "`f` was left as it was released")


def test_what_one_test_defines_the_next_one_has(graded):
    results, _ = graded(
        F,
        test_cell("one", "value = f(2)\n### BEGIN HIDDEN TESTS\nmore = 5\n### END HIDDEN TESTS"),
        test_cell("two", "assert value == 2"),
        test_cell("three", "assert more == 5"),
    )
    assert [r.state for r in results.values()] == ["passed"] * 3
