"""Executes and grades one submission.

A pure function of a notebook and the released files: no gradebook, no shared folder. Nor does it
import nbgrader, which takes a second: workers do without.
"""

import functools
import time
from collections.abc import Collection
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path

from nbformat import NotebookNode

from graders import structure
from graders.carrying import grade
from graders.grading import Bench, Result
from graders.kernels import Limits, Template
from graders.kernels import template as process_template
from graders.outputs import output, plain_text
from graders.session import Times
from graders.states import State


def run(
    notebook: NotebookNode,
    files: Path | None,
    *,
    reference: NotebookNode | None = None,
    data: dict[str, Path] | None = None,
    times: Times | None = None,
    limits: Limits | None = None,
    template: Template | None = None,
    only: Collection[str] | None = None,
    known: dict[str, Result] | None = None,
) -> NotebookNode:
    """Execute and grade a notebook.

    Parameters
    ----------
    notebook : NotebookNode
        The released structure with hidden tests and the student's answers, as intake makes it.
        It is not changed.
    files : Path or None
        The folder of the released files; kernel and judge each work in a copy of it, notebooks
        left out.
    reference : NotebookNode, optional
        The instructor's notebook, with solutions; without it errors are carried forward.
    data : dict of str to Path, optional
        Folders that tests may read and student code may not, by the environment variable that
        tells a test where.
    times : Times, optional
    limits : graders.kernels.Limits, optional
    template : graders.kernels.Template, optional
        Where kernels and judges come from; by default the one of this process.
    only, known : optional
        The exercises to grade, and the results of the others; see `graders.carrying.grade`.

    Returns
    -------
    NotebookNode
        A copy with outputs. A graded cell's metadata ``graders`` has its ``state``, ``points``,
        ``max_points`` and ``message``; the notebook's has ``level``, ``engine``, ``seconds`` and
        ``cpu``, seconds of processor time of the student's cells and of the tests.
    """
    started = time.monotonic()
    notebook = _copy(notebook)
    template = template or process_template()
    times = times or Times()
    bench = Bench(template, files, data or {}, limits or Limits(), times, started + times.notebook)
    results = grade(notebook, reference, bench, only, known)
    for cell in notebook.cells:
        name = structure.grade_id(cell)
        if name in results:
            _write(cell, results[name])
    notebook.metadata["graders"] = {
        **notebook.metadata.get("graders", {}),
        "level": str(template.level),
        "engine": _engine(),
        "seconds": round(time.monotonic() - started, 3),
        "cpu": {name: round(seconds, 3) for name, seconds in asdict(bench.cpu).items()},
    }
    return notebook


def _copy(notebook: NotebookNode) -> NotebookNode:
    """Return a copy of what is going to be changed; the rest is shared."""
    cells = [NotebookNode(c, metadata=NotebookNode(c.metadata)) for c in notebook.cells]
    return NotebookNode(notebook, cells=cells, metadata=NotebookNode(notebook.metadata))


@functools.cache
def _engine() -> str:
    return version("graders")


def _write(cell: NotebookNode, result: Result) -> None:
    """Write a result into a cell, so that nbgrader reads the same grade from its outputs."""
    told = NotebookNode(cell.metadata.get("graders", {}), **vars(result))
    told["state"] = str(result.state)
    for name in ("message", "line", "detail"):
        told[name] = plain_text(told[name])
    cell.metadata["graders"] = told
    if cell.cell_type != "code" or structure.is_solution(cell):
        return
    cell.execution_count = None
    if result.state == State.PASSED:
        cell.outputs = []
    elif result.state == State.PARTIAL:
        data = {"text/plain": repr(float(result.points or 0))}
        cell.outputs = [output("execute_result", metadata={}, data=data, execution_count=None)]
    else:
        text = "\n".join(filter(None, [told["message"] or str(result.state), told["detail"]]))
        state, lines = str(result.state), text.split("\n")
        cell.outputs = [output("error", ename=state, evalue=text, traceback=lines)]
