"""An instructor notebook from top to bottom, in Jupyter and as student cells run when graded."""

import itertools
import shutil
import subprocess
import sys

import pytest
from nbformat import NotebookNode
from nbgrader.utils import determine_grade

from graders.notebook.exercises import grade_id, is_demonstration, is_test
from tests.bank.solutions import REPOSITORY, assignments, instructor_notebook
from tests.execute.interpreter.comparing import WHERE, compared
from tests.execute.interpreter.running import ENVIRONMENT, run, run_with_ipykernel, text_of

# Cells that show measured seconds or a training's figures, and so never the same twice.
MEASURED = {"show-learned", "show-norms", "show-training", "test-train"}
# As a student has it: the notebook itself sees to it that TensorFlow's log is not shown.
JUPYTER = {name: value for name, value in ENVIRONMENT.items() if name != "TF_CPP_MIN_LOG_LEVEL"}

pytestmark = pytest.mark.exhaustive


@pytest.mark.parametrize("assignment", assignments())
def test_it_shows_the_same_in_both_says_nothing_on_stderr_and_gets_all_points(
    full_template, assignment
):
    folder = REPOSITORY / "source" / assignment
    cells = [c for c in instructor_notebook(assignment).cells if c.cell_type == "code"]
    sources = [WHERE, *(cell.source for cell in cells)]
    where, *shown = run_with_ipykernel(sources, folder, JUPYTER)
    for cell, outputs in zip(cells, shown, strict=True):
        cell.outputs = outputs
        _check(cell)
    our_where, *ours = run(full_template, WHERE, *(c.source for c in cells), files=folder)
    folders, our_folders = text_of(where).split(), text_of(our_where).split()
    for cell, outputs in zip(cells, ours, strict=True):
        if is_demonstration(cell) or cell.id in MEASURED:
            # What was trained on a busy machine is not the same to the last digit.
            assert _kinds(outputs) == _kinds(cell.outputs), cell.source
        else:
            assert compared(outputs, our_folders) == compared(cell.outputs, folders), cell.source


def _kinds(outputs: list[NotebookNode]) -> list[tuple[str, list[str]]]:
    """Return the kinds of outputs; what is printed over some time may come in several parts."""
    kinds = ((output.output_type, sorted(output.get("data", ()))) for output in outputs)
    return [kind for kind, _ in itertools.groupby(kinds)]


def _check(cell: NotebookNode) -> None:
    for output in cell.outputs:
        assert output.output_type != "error", (cell.id, output.get("evalue"))
        assert output.get("name") != "stderr", (cell.id, output.text)
    if is_test(cell):
        points, maximum = determine_grade(cell)
        assert points == maximum, (grade_id(cell), points)


def test_nbgrader_validates_an_instructor_version(tmp_path):
    folder = shutil.copytree(REPOSITORY / "source" / "lasso", tmp_path / "lasso")
    command = [sys.executable, "-m", "nbgrader", "validate", str(folder / "lasso.ipynb")]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "Success! Your notebook passes all the tests." in done.stdout, done.stdout
