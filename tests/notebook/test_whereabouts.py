"""A name that is missing is found where it was meant to be defined, and nowhere else."""

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output

from graders.notebook.results import UNCHANGED, set_submitted
from graders.notebook.whereabouts import whereabouts
from tests.small_course import solution

DEF = "def mean_of(x):\n    return sum(x) / len(x)"
COMMENTED = "\n".join(f"# {line}" for line in DEF.split("\n"))
ERROR = new_output("error", ename="ModuleNotFoundError", evalue="No module named 'mine'")


def said(source, *, own, failed=False):
    """Return what is said of `mean_of`, whose cell holds a source, or is a stub beside it."""
    cell = solution("mean_of", source)
    cells = [cell]
    if own:
        stub = solution("mean_of", "# YOUR CODE HERE")
        set_submitted(stub, UNCHANGED)
        cell = new_code_cell(source)
        cells = [stub, cell]
    cell.outputs = [ERROR] if failed else []
    return whereabouts([*cells, new_markdown_cell("Text.")], len(cells), "mean_of")


@pytest.mark.parametrize("own", [True, False])
@pytest.mark.parametrize(
    ("source", "words"),
    [
        (f"%%writefile mean.py\n{DEF}", "begins with `%%writefile`"),
        (f"%%timeit\n{DEF}", "begins with `%%timeit`"),
        (f"\n%%bash\n{DEF}", "begins with `%%bash`"),
        (COMMENTED, "commented out"),
        (f"x = 1\n{COMMENTED.replace('# def', '#def')}", "commented out"),
        (f"'''\n{DEF}\n'''", "in a string"),
        (f'code = """{DEF}"""\nx = 1', "in a string"),
        (f"{DEF}\nprint(mean_of([1]))\ndel mean_of", "deleted again by a `del`"),
        (DEF.replace("mean_of", "Mean_of"), "defines `Mean_of`"),
        (DEF.replace("mean_of", "meanof"), "defines `meanof`"),
        ("meen_of = lambda x: 0", "defines `meen_of`"),
    ],
)
def test_why_a_definition_is_none(source, words, own):
    assert words in said(source, own=own)


@pytest.mark.parametrize(
    ("source", "file"),
    [
        ("from mine import *", "`mine`"),
        ("from src.mine import *\nx = 1", "`src.mine`"),
        ("%run mine.py", "`mine.py`"),
        ("%run -i mine.ipynb", "`mine.ipynb`"),
        ("exec(open('mine.py').read())", "`mine.py`"),
    ],
)
def test_a_file_that_is_not_there_is_named_if_its_cell_failed(source, file):
    assert f"If it is in {file}: that is not there" in said(source, own=True, failed=True)
    assert not said(source, own=True)


def test_the_cell_of_an_exercise_says_what_else_it_defines():
    assert said("def average(x):\n    return 0", own=False).endswith("its cell defines `average`")
    assert said("", own=False).endswith("its cell is empty")
    assert not said("def average(x):\n    return 0", own=True)
    assert not said("print('mean_of')\nprint(3)", own=True)


@pytest.mark.parametrize("mark", ["<<<<<<< HEAD", ">>>>>>> theirs"])
def test_merge_markers_in_a_cell_are_named(mark):
    message = said(f"{mark}\n{DEF}", own=False, failed=True)
    assert "its cell stopped with" in message and "keep one of the two versions" in message
