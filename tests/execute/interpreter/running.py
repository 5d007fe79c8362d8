"""Runs cells in a student's process, and in a Jupyter kernel under nbclient."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import matplotlib
from nbclient import NotebookClient
from nbclient.output_widget import OutputWidget
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook

from graders.execute.interpreter.client import Interpreter
from graders.execute.interpreter.outputs import OutputCollector
from graders.execute.sandbox import Limits, Template

TIMEOUT = 300
# What the template gives a student's process, as far as outputs depend on it.
ENVIRONMENT = {
    "PATH": os.environ["PATH"],
    "LANG": "C.UTF-8",
    "MPLCONFIGDIR": matplotlib.get_cachedir(),  # a new list of all fonts takes long
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "CUDA_VISIBLE_DEVICES": "-1",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "TF_NUM_INTRAOP_THREADS": "1",
    "TF_NUM_INTEROP_THREADS": "1",
}


class _OutputWidget(OutputWidget):
    """Keeps what it takes to itself: when nbclient sends it back, it may miss the next reply."""

    def sync_state(self) -> None:
        """Send nothing."""


@contextmanager
def started(template: Template, files: Path | None = None) -> Iterator[Interpreter]:
    """Start a student's process."""
    interpreter = Interpreter(template, files, Limits())
    try:
        interpreter.start(60)
        yield interpreter
    finally:
        interpreter.end()


def outputs_of(interpreter: Interpreter, sources: list[str]) -> list[list[NotebookNode]]:
    """Return the outputs of each cell."""
    collector = OutputCollector(lambda output: output)
    kept = []
    for source in sources:
        collector.begin()
        interpreter.run(source, TIMEOUT, collector.take)
        kept.append(collector.end())
    return kept


def run(template: Template, *sources: str, files: Path | None = None) -> list[list[NotebookNode]]:
    """Return the outputs of each cell, in a process of their own."""
    with started(template, files) as interpreter:
        return outputs_of(interpreter, list(sources))


def text_of(outputs: list[NotebookNode]) -> str:
    """Return what a cell showed as plain text."""
    return "".join(map(_text, outputs)).strip()


def _text(output: NotebookNode) -> str:
    if output.output_type == "stream":
        return output.text
    if output.output_type == "error":
        return f"{output.ename}: {output.evalue}"
    return output.data.get("text/plain", "")


def run_with_ipykernel(
    sources: list[str], files: Path | None = None, environment: dict[str, str] = ENVIRONMENT
) -> list[list[NotebookNode]]:
    """Return the outputs of each cell in a Jupyter kernel, as nbclient collects them."""
    notebook = new_notebook(cells=[new_code_cell(source) for source in sources])
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        home, work = Path(folder, "home"), Path(folder, "work")
        home.mkdir()
        shutil.copytree(files, work) if files else work.mkdir()
        client = NotebookClient(
            notebook,
            timeout=TIMEOUT,
            kernel_name="python3",
            allow_errors=True,
            resources={"metadata": {"path": str(work)}},
        )
        client.widget_registry = {"@jupyter-widgets/output": {"OutputModel": _OutputWidget}}
        client.execute(env=environment | {"HOME": str(home), "TMPDIR": folder})
    return [cell.outputs for cell in notebook.cells]
