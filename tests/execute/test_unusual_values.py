"""What an exercise lets pass, though it is no plain value, spoils no exercise that builds on it."""

from textwrap import dedent

import pytest
from nbformat.v4 import new_code_cell, new_notebook

from graders.execute.run import execute
from graders.execute.settings import Settings, Times
from graders.notebook.results import results_of
from tests.small_course import solution, test_cell

SETTINGS = Settings(times=Times(cell=40, call=20))
IMPORTS = "import numpy as np"
TABLE = "def table(x):\n    return np.outer(x, [1.0, 2.0])"
# Right with an array; each of its operations means something else, or nothing, for other kinds.
SUMS = """
    def sums(x):
        features = table(x)
        values = features * features @ np.array([1.0, 1.0])
        return np.sum(values.reshape(-1) * np.arange(len(x)))
"""
TESTS = {
    "table": "x = np.arange(3.0)\nassert np.allclose(table(x), np.outer(x, [1, 2])), 'wrong'",
    "sums": "got = sums(np.arange(3.0))\nassert np.allclose(got, 45), f'{got}, not 45'",
}
KINDS = {
    "np.matrix({})": "a NumPy matrix of shape (3, 2)",
    "np.matrix({}).T.T.copy()": "a NumPy matrix of shape (3, 2)",
    "{}.tolist()": "a list that holds a list of numbers",
    "tuple(map(tuple, {}))": "a tuple that holds a tuple of numbers",
}
TENSORS = {"constant": "a TensorFlow tensor", "Variable": "a TensorFlow variable"}
HARMLESS = {
    "np.ma.masked_array({})": "a masked array of shape (3, 2)",
    "np.asfortranarray({})": "",
    "{}.astype('float32')": "",
    "{}.astype(np.longdouble)": "an array of half or of extended precision of shape (3, 2)",
}


@pytest.fixture
def graded(tmp_path):
    def graded(template, table, sums=SUMS, reference=True, **options):
        def notebook(table, sums):
            cells = [new_code_cell(IMPORTS)]
            for name, source in {"table": table, "sums": sums}.items():
                test = test_cell(f"test_{name}", f"{IMPORTS}\n{TESTS[name]}")
                cells += [solution(name, dedent(source)), test]
            return new_notebook(cells=cells)

        right = notebook(TABLE, SUMS) if reference else None
        options = {"settings": SETTINGS, "template": template} | options
        done = execute(notebook(table, sums), tmp_path, reference=right, **options)
        return [
            cell.metadata.graders
            for cell in done.cells
            if "state" in cell.metadata.get("graders", {})
        ]

    return graded


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_that_one_exercise_lets_pass_costs_nothing_in_another(graded, template, kind):
    answer = f"def table(x):\n    return {kind.format('np.outer(x, [1.0, 2.0])')}"
    first, second = graded(template, answer)
    assert (first.state, first.returned) == ("passed", KINDS[kind])
    words = f"right by itself; it failed because `table` returns {KINDS[kind]}"
    assert (second.state, second.message) == ("passed", words)


@pytest.mark.parametrize("kind", HARMLESS)
def test_what_spoils_nothing_is_not_spoken_of(graded, template, kind):
    answer = f"def table(x):\n    return {kind.format('np.outer(x, [1.0, 2.0])')}"
    first, second = graded(template, answer)
    assert (first.state, first.returned) == ("passed", HARMLESS[kind])
    assert (second.state, second.message) == ("passed", "")


@pytest.mark.exhaustive
@pytest.mark.parametrize("kind", TENSORS)
def test_so_with_tensors(graded, full_template, kind):
    made = f"tf.{kind}(np.outer(x, [1.0, 2.0]))"
    first, second = graded(
        full_template, f"import tensorflow as tf\ndef table(x):\n    return {made}"
    )
    assert (first.state, first.returned) == ("passed", f"{TENSORS[kind]} of shape (3, 2)")
    assert second.state == "passed" and "`table` returns a TensorFlow" in second.message


NUMBERS = """
    def sums(x):
        return np.array([mean(x), 1.0]) @ [1.0, 1.0]
"""


@pytest.mark.parametrize("kind", ["str({})", "f'{{{}:.6f}}'", "'%.9f' % {}"])
def test_a_number_as_text_costs_nothing_in_another(kind, template, tmp_path):
    def notebook(value):
        mean = f"def mean(x):\n    return {value}"
        test = "assert abs(float(mean(np.arange(3.0))) - 1) < 1e-6, 'the mean is 1'"
        second = "assert np.allclose(sums(np.arange(3.0)), 2), 'it is 2'"
        cells = [new_code_cell(IMPORTS), solution("mean", mean)]
        cells += [test_cell("test_mean", f"{IMPORTS}\n{test}"), solution("sums", dedent(NUMBERS))]
        return new_notebook(cells=[*cells, test_cell("test_sums", f"{IMPORTS}\n{second}")])

    answer = notebook(kind.format("np.mean(x)"))
    options = {"settings": SETTINGS, "template": template, "reference": notebook("np.mean(x)")}
    first, second = list(results_of(execute(answer, tmp_path, **options)).values())
    assert (first.state, first.returned) == ("passed", "text")
    assert second.message == "right by itself; it failed because `mean` returns text"


def test_without_a_reference_it_is_said_what_came(graded, template):
    answer = "def table(x):\n    return np.matrix(np.outer(x, [1.0, 2.0]))"
    first, second = graded(template, answer, reference=False)
    assert (first.state, second.state) == ("passed", "failed")


def test_an_exercise_that_is_wrong_by_itself_stays_wrong(graded, template):
    answer = "def table(x):\n    return np.matrix(np.outer(x, [1.0, 2.0]))"
    _, second = graded(template, answer, "def sums(x):\n    return np.sum(table(x))")
    assert (second.state, second.points) == ("failed", 0) and "not 45" in second.message
