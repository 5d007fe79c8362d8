"""What was added to locked cells runs as the student's own, and the released cells stay."""

import pytest

from graders.intake.locked import added_code
from tests.intake.handed_in import filled, merged, own, released, source
from tests.small_course import find

TEST = "import numpy as np\nresult = f(1)\nassert result == 2"


def names(notebook):
    return [c.metadata.get("nbgrader", {}).get("grade_id", "own") for c in notebook.cells]


def test_a_solution_in_a_test_cell_runs_before_the_test():
    notebook = filled(slow="# your answer")
    code = "import math\ndef slow(x):\n    return x"
    find(notebook, "test_slow").source = f"{code}\nassert slow(3) == 3, 'slow(3) is 3'"
    found = merged(notebook)
    place = names(found).index("test_slow")
    assert names(found)[place - 1] == "own"
    assert found.cells[place - 1].source.endswith(code)
    assert source(found, "test_slow") == source(released(), "test_slow")


@pytest.mark.parametrize(
    "added",
    [
        "from scipy import linalg",
        "def helper(x):\n    return x",
        "@cache\ndef f():\n    pass",
        "A = 1",
    ],
)
def test_what_is_added_to_the_imports_runs_after_them(added):
    notebook = filled()
    find(notebook, "imports").source += f"\n{added}"
    found = merged(notebook)
    assert names(found)[:3] == ["imports", "own", "double"]
    assert own(found)[0].endswith(f"\n{added}")
    assert source(found, "imports") == source(released(), "imports")


def test_a_magic_command_in_a_locked_cell_does_not_hide_what_is_added():
    notebook = filled()
    find(notebook, "imports").source = "%pip install x\nimport numpy as np\nimport helper\nA = 1"
    assert "A = 1" in own(merged(notebook))[0] and "import helper" not in own(merged(notebook))[0]


def test_what_does_not_parse_is_noted_in_a_test_and_runs_elsewhere():
    notebook = filled()
    find(notebook, "test_slow").source += "\n)"
    find(notebook, "imports").source += "\nA = = 1"
    found = merged(notebook)
    assert len(own(found)) == 1 and "A = = 1" in own(found)[0]
    assert "`test_slow` is not valid Python" in found.metadata.graders.notes[0]


@pytest.mark.parametrize(
    ("submitted", "added"),
    [
        (TEST, ""),
        ("# mine\n" + TEST.replace("  ", ""), ""),
        ("pass", ""),
        (TEST + "\nassert True", ""),
        (TEST + "\nprint(f(2))", ""),
        (TEST.replace("== 2", "== 3"), ""),
        (TEST + "\ng = 1\ndef f(x):\n    return 2", "def f(x):\n    return 2\ng = 1"),
        (TEST + "\nimport os; import sys", "import os\nimport sys"),
        ("class A:\n    pass", "class A:\n    pass"),
        ("(" * 1000, None),
        ("x\0", None),
        ("if a:\n    pass" + "\nelif a:\n    pass" * 400, None),
        ("x = " + "+".join(["1"] * 2000), None),
    ],
)
def test_of_a_test_cell_only_definitions_that_are_new_are_taken(submitted, added):
    assert added_code(TEST, submitted, definitions=True) == added


def test_a_test_cell_retyped_as_text_adds_no_code():
    notebook = filled()
    find(notebook, "test_slow").cell_type = "markdown"
    find(notebook, "test_slow").source = "def slow(x): pass"
    assert own(merged(notebook)) == []


@pytest.mark.parametrize(
    "code", ["def slow(x):\n    return x", "```python\ndef slow(x):\n    return x\n```"]
)
def test_code_in_a_locked_text_stands_where_a_missing_name_is_looked_for(code):
    notebook = filled(slow="# your answer")
    find(notebook, "explain_statement").source += f"\n\n{code}"
    found = merged(notebook)
    (text,) = [cell for cell in found.cells if "which is locked" in cell.source]
    assert text.cell_type == "markdown" and text.source.endswith(code) and not text.metadata
    assert source(found, "explain_statement") == source(released(), "explain_statement")
