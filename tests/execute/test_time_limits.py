"""Limits of processor time in a whole notebook: what they say, and what they cost nobody."""

import contextlib
import os
import re
import subprocess
import sys

import pytest
from nbformat.v4 import new_code_cell, new_notebook

from graders.execute.run import execute
from graders.execute.settings import Settings, Times
from graders.notebook.results import CHANGED, UNCHANGED, set_submitted
from tests.small_course import solution, test_cell

BURN = """
import time
def burn(seconds):
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass
"""
F = "def f(x):\n    return x + 1"
TEST = "assert f(1) == 2"
LOOP = "while True: pass"


def cells(parts, how=CHANGED):
    """Return an own cell for each source, and two cells for each pair of an answer and a test."""
    for number, part in enumerate(parts):
        if isinstance(part, str):
            yield new_code_cell(part)
        else:
            answer, test = part
            name = (re.findall(r"^def (\w+)", answer, re.MULTILINE) or ["f"])[-1]
            cell = solution(name, answer)
            set_submitted(cell, how)
            yield cell
            yield test_cell(f"test_{name}__{number}", test)


@pytest.fixture
def graded(template, tmp_path):
    """Grade such cells; return the results, and what the own cells show."""

    def graded(*parts, reference=(), how=CHANGED, **times):
        limits = {"cell": 0.6, "call": 0.3, "grace": 0.3} | times
        notebook = execute(
            new_notebook(cells=list(cells(parts, how))),
            tmp_path,
            reference=new_notebook(cells=list(cells(reference))) if reference else None,
            settings=Settings(times=Times(**limits)),
            template=template,
        )
        results = [
            c.metadata.graders for c in notebook.cells if "state" in c.metadata.get("graders", ())
        ]
        own = [cell.outputs for cell in notebook.cells if "nbgrader" not in cell.metadata]
        return results, ["".join(o.get("text", "") for o in outputs) for outputs in own]

    return graded


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (LOOP, "the cell of `f` did not finish within 0.6 s of processor time"),
        ("import time\ntime.sleep(60)", "did not finish within 2.4 s, most of which it slept"),
        (
            "import time\nwhile True: print('x', flush=True); time.sleep(0.01)",
            "did not finish within 2.4 s, most of which it slept",
        ),
        (f"def f(x):\n    {LOOP}", "f(…) did not return within 0.3 s of processor time"),
        (
            "import time\ndef f(x):\n    time.sleep(60)",
            "f(…) did not return within 1.2 s, most of which it slept or waited",
        ),
    ],
)
def test_the_message_says_which_limit_it_was(graded, answer, message):
    (result,), _ = graded((answer, TEST))
    assert (result.state, result.points) == ("timed out", 0) and message in result.message


@pytest.mark.exhaustive
def test_calls_count_for_their_test_and_so_does_the_test_itself(graded):
    answer = BURN + "def f(x):\n    burn(0.2)\n    return x + 1"
    (calls, itself), _ = graded(
        (answer, "for _ in range(100): assert f(1) == 2"),
        (F, f"assert f(1) == 2\n{LOOP}"),
    )
    said = "the test, with the calls it makes, did not end within 0.6 s of processor time"
    assert calls.message == itself.message == said
    assert calls.state == itself.state == "timed out"


def test_a_restart_is_not_charged_to_the_test_in_which_it_is_needed(graded):
    answer = BURN + "burn(0.4)\nimport os\ndef f(x):\n    return x + 1 if x else os._exit(1)"
    end = "def g(x):\n    return 2"
    results, _ = graded(
        (answer, "f(0)"), (BURN + "burn(0.4)\n" + end, "assert g(1) == 2"), call=0.6
    )
    assert [result.state for result in results] == ["failed", "passed"]
    assert "ended Python" in results[0].message


def test_what_is_left_when_the_whole_notebook_took_too_long_is_not_run(graded):
    names = "fghij"
    answers = [BURN + f"burn(0.4)\ndef {name}(x):\n    return 2" for name in names]
    tests = [f"assert {name}(1) == 2" for name in names]
    results, _ = graded(*zip(answers, tests, strict=True), notebook=1.2)
    assert [results[0].state, results[-1].state] == ["passed", "timed out"]
    assert "was not run: the whole notebook did not finish within 1.2 s of" in results[-1].message


@pytest.mark.exhaustive
def test_cells_that_are_run_again_for_hidden_tests_are_not_charged_twice(graded):
    test = "assert f(1) == 2\n### BEGIN HIDDEN TESTS\nassert f(7) == 8\n### END HIDDEN TESTS"
    experiments = [BURN + "burn(0.5)", BURN + "burn(0.4)"]
    g = "def g(x):\n    return x + 1"
    parts = [*experiments, (F, test), "f(1)", (g, test.replace("f(", "g("))]
    results, _ = graded(*parts, own=1.2, notebook=1.4)
    assert [result.state for result in results] == ["passed", "passed"], results


@pytest.mark.exhaustive
@pytest.mark.parametrize(
    "experiment",
    [
        LOOP,
        "import time; time.sleep(60)",
        BURN + "burn(0.5)",
    ],
)
def test_experiments_do_not_use_up_the_time_of_exercises(graded, experiment):
    (result,), shown = graded(
        *[BURN] * 2, *[f"{experiment}\n# {n}" for n in range(10)], (F, TEST), own=1.0, notebook=3.0
    )
    assert result.state == "passed", result
    assert shown[-1] == "This cell was not run: your own cells used up their 1 s."
    assert shown[0] == ""


def test_an_experiment_that_is_stopped_says_so(graded):
    (result,), shown = graded(LOOP, "print('next')", (F, TEST))
    assert result.state == "passed"
    assert "This cell did not finish within 0.6 s of processor time." in shown[0]
    assert shown[1] == "next\n"


@pytest.mark.exhaustive
@pytest.mark.parametrize(
    ("helper", "name"),
    [
        ("def helper(x):\n    return x + 1", "helper"),
        ("table = [1, 2, 3]", "table"),
        ("%time 1\nimport math as m", "m"),
        ("from os.path import join", "join"),
    ],
)
def test_what_an_experiment_would_have_defined_is_said_to_be_missing(graded, helper, name):
    (result, other), _ = graded(
        LOOP,
        helper,
        (f"def f(x):\n    return {name}", TEST),
        ("def g(x):\n    return 3", "assert g(1) == 2"),
        own=0.5,
    )
    assert (result.state, result.points) == ("timed out", 0)
    assert f"`{name}` is from a cell of yours that was not run" in result.message
    assert "your own cells used up their 0.5 s" in result.message
    assert other.state == "failed" and "cell of yours" not in other.message


def test_a_name_that_nobody_defines_is_not_put_down_to_an_experiment(graded):
    (result,), _ = graded(LOOP, "helper = 1", ("def f(x):\n    return halper", TEST), own=0.5)
    assert result.state == "failed" and "not run" not in result.message
    assert "a cell of yours defines `helper`" in result.message


def test_an_answer_in_a_cell_of_the_students_own_is_no_experiment(graded):
    (result,), shown = graded(
        LOOP, "print(1)", F, ("def f(x):\n    pass", TEST), how=UNCHANGED, own=0.5
    )
    assert result.state == "passed" and "was not run" in shown[1] and shown[2] == ""


def test_an_experiment_that_did_not_finish_is_not_tried_again(graded):
    reference = [
        ("def f(x):\n    return x + 1", TEST),
        ("def g(x):\n    return f(x)", "assert g(1) == 2"),
    ]
    wrong = ("def f(x):\n    return x", TEST)
    (first, second), _ = graded(LOOP, wrong, reference[1], reference=reference, notebook=1.5)
    assert first.state == "failed"
    assert second.state == "passed" and "right by itself" in second.message


@contextlib.contextmanager
def busy_machine(times: int):
    """Keep every processor busy, several times over."""
    spin = [sys.executable, "-c", "while True: pass"]
    # In sessions of their own, which Linux may treat as one each.
    spinners = [
        subprocess.Popen(spin, start_new_session=True) for _ in range(times * (os.cpu_count() or 1))
    ]
    try:
        yield
    finally:
        for spinner in spinners:
            spinner.kill()
            spinner.wait()


@pytest.mark.exhaustive
def test_a_busy_machine_takes_no_points(graded):
    experiment = BURN + "burn(0.4)"
    # Each takes more than half of its limit: by the clock it would be over at twice the load.
    cell = BURN + "burn(0.4)\ndef f(x):\n    return x + 1"
    call = BURN + "def g(x):\n    burn(0.2)\n    return x + 1"
    child = "import os, subprocess, sys\ndef h(x):\n"
    child += "    subprocess.run([sys.executable, '-c', 'pass'])\n    return x + 1"
    waits = "import time\ndef i(x):\n    time.sleep(0.4)\n    return x + 1"
    slow = "sum(k * k for k in range(10**6))\n"
    parts = [experiment, (cell, TEST), (call, "assert g(1) == 2"), (child, "assert h(1) == 2")]
    parts += [experiment, (waits, slow + "assert i(1) == 2")]
    with busy_machine(5):
        for _ in range(10):
            results, _ = graded(*parts, own=1.2)
            assert [(r.state, r.points) for r in results] == [("passed", 1.0)] * 4, results
