"""The notebook on real images; tests/test_assignments.py has it on those that it draws."""

import shutil

import nbformat
import pytest
from nbclient import NotebookClient

from tests.bank import images
from tests.bank.solutions import REPOSITORY, instructor_notebook

# The syllabus allows 20 s for a cell of the reference solution; this stops one that hangs.
HANGS = 120

pytestmark = pytest.mark.exhaustive


def run(notebook: nbformat.NotebookNode, folder) -> str:
    """Run the notebook beside its released files, as on a student's machine; return its output.

    Raises
    ------
    nbclient.exceptions.CellExecutionError
        If a cell fails.
    """
    source = REPOSITORY / "source" / "fashion_mnist"
    ignored = shutil.ignore_patterns("*.ipynb", "__pycache__")
    shutil.copytree(source, folder, ignore=ignored, dirs_exist_ok=True)
    resources = {"metadata": {"path": str(folder)}}
    NotebookClient(notebook, timeout=HANGS, resources=resources).execute()
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    assert not [output for output in outputs if output.get("name") == "stderr"]
    return "".join(output.text for output in outputs if output.output_type == "stream")


def test_the_instructor_version_passes_with_real_images(tmp_path):
    if images.absent("real"):
        pytest.skip(images.ABSENT)
    with images.chosen("real"):
        assert "tand-in" not in run(instructor_notebook("fashion_mnist"), tmp_path)


def test_a_notebook_on_drawn_images_says_so(tmp_path):
    notebook = instructor_notebook("fashion_mnist")
    last = next(
        number
        for number, cell in enumerate(notebook.cells)
        if cell.cell_type == "code" and "fashion_data.load" in cell.source
    )
    notebook.cells = notebook.cells[: last + 1]
    with images.chosen("stand-ins"):
        assert run(notebook, tmp_path).count("Stand-in images") == 1
