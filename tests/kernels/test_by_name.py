"""Programs that know nothing of this package get warm kernels by the kernel's name."""

import subprocess
import sys
from importlib.metadata import entry_points

import nbformat
import pytest
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook
from nbgrader.preprocessors import Execute
from traitlets.config import Config

from graders.kernels.provisioner import KERNEL_NAME, SPEC_FOLDER

IMPORTS = ["numpy"]
# Warm, beside a copy of the file that lies in the folder, and without a way to the original.
CELL = """
import os, sys
try:
    open({path!r})
except OSError as error:
    print("numpy" in sys.modules, os.listdir(), "not found or refused")
"""


@pytest.fixture(autouse=True)
def found_by_jupyter(monkeypatch):
    """Let Jupyter find the kernel, as an installation does."""
    if KERNEL_NAME not in entry_points(group="jupyter_client.kernel_provisioners").names:
        pytest.skip("the package was installed before it had its entry point")
    monkeypatch.setenv("JUPYTER_PATH", str(SPEC_FOLDER))


@pytest.fixture
def folder(tmp_path):
    """A folder with a notebook and a file beside it."""
    (tmp_path / "data.csv").write_text("1")
    cell = new_code_cell(CELL.format(path=str(tmp_path / "data.csv")))
    nbformat.write(new_notebook(cells=[cell]), tmp_path / "notebook.ipynb")
    return tmp_path


def test_nbconvert_runs_a_notebook_by_name(folder):
    command = [sys.executable, "-m", "nbconvert", "--to", "notebook", "--execute"]
    command += [f"--ExecutePreprocessor.kernel_name={KERNEL_NAME}", "--output", "done"]
    command.append(f"{folder.name}/notebook.ipynb")
    command += [f"--WarmProvisioner.imports={name}" for name in IMPORTS]
    result = subprocess.run(command, cwd=folder.parent, capture_output=True, text=True, timeout=120)
    assert result.returncode == 0, result.stderr
    assert_warm(nbformat.read(folder / "done.ipynb", as_version=4))


def test_nbclient_runs_a_notebook_by_name(folder):
    notebook = nbformat.read(folder / "notebook.ipynb", as_version=4)
    config = Config(WarmProvisioner={"imports": IMPORTS})
    where = {"metadata": {"path": str(folder)}}
    NotebookClient(notebook, kernel_name=KERNEL_NAME, resources=where, config=config).execute()
    assert_warm(notebook)


def test_nbgrader_runs_a_notebook_by_name(folder):
    notebook = nbformat.read(folder / "notebook.ipynb", as_version=4)
    config = Config(WarmProvisioner={"imports": IMPORTS})
    where = {"metadata": {"path": str(folder)}}
    Execute(kernel_name=KERNEL_NAME, config=config).preprocess(notebook, where)
    assert_warm(notebook)


def test_a_limit_can_be_configured(folder):
    notebook = new_notebook(cells=[new_code_cell("x = bytearray(2**29)")])
    limits = {"memory": 2**29}
    config = Config(WarmProvisioner={"imports": IMPORTS, "limits": limits})
    client = NotebookClient(notebook, kernel_name=KERNEL_NAME, config=config, allow_errors=True)
    client.execute()
    assert notebook.cells[0].outputs[0].ename == "MemoryError"


def assert_warm(notebook):
    """Assert that the cell ran warm and in a sandbox."""
    assert notebook.cells[0].outputs[0].text == "True ['data.csv'] not found or refused\n"
