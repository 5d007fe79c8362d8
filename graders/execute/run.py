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

from graders.execute import inside
from graders.execute.budget import first_try
from graders.execute.context import ExecutionContext
from graders.execute.follow_through import grade
from graders.execute.sandbox import Template, shared_template
from graders.execute.settings import Settings
from graders.notebook.exercises import INSIDE, grade_id, is_solution, where_tests_run
from graders.notebook.outputs import limit_all, output, plain_text
from graders.notebook.results import Result, State, run_info, write_result, write_run_info


def execute(
    notebook: NotebookNode,
    files: Path | None,
    *,
    reference: NotebookNode | None = None,
    settings: Settings | None = None,
    template: Template | None = None,
    only: Collection[str] | None = None,
    known: dict[str, Result] | None = None,
    at_first: float | None = None,
) -> NotebookNode:
    """Execute and grade a notebook.

    Parameters
    ----------
    notebook : NotebookNode
        The released structure with hidden tests and the student's answers, as intake makes it.
        It is not changed.
    files : Path or None
        The folder of the released files; the student's process and the judge each work in a copy
        of it, notebooks left out.
    reference, only, known : optional
        As in `graders.execute.follow_through.grade`; without a reference errors are carried
        forward. They do not matter where tests run inside; see `graders.execute.inside`.
    settings : Settings, optional
    template : graders.execute.sandbox.Template, optional
        Where processes come from; by default the one of this process.
    at_first : float, optional
        Seconds after which it gives way to others; see `graders.execute.budget.first_try`.

    Returns
    -------
    NotebookNode
        A copy with outputs, the results of graded cells in their metadata
        (`graders.notebook.results`) and a `RunInfo` in the notebook's.

    Raises
    ------
    graders.execute.budget.GivesWay
    """
    started = time.monotonic()
    settings = settings or Settings()
    notebook = _copy(notebook)
    template = template or shared_template(allow_unsafe=settings.allow_unsafe)
    context = ExecutionContext(template, files, settings)
    way = where_tests_run(notebook, settings.tests)
    with first_try(at_first, context.usage):
        if way == INSIDE:
            results = inside.grade(notebook, context)
        else:
            results = grade(notebook, reference, context, only, known)
    limit_all(notebook)
    for cell in notebook.cells:
        name = grade_id(cell)
        if name in results:
            _write(cell, results[name])
    info = run_info(notebook)
    info.tests, info.level, info.engine = way, str(template.level), _engine()
    info.seconds = round(time.monotonic() - started, 3)
    info.cpu = {name: round(seconds, 3) for name, seconds in asdict(context.cpu()).items()}
    write_run_info(notebook, info)
    return notebook


def _copy(notebook: NotebookNode) -> NotebookNode:
    """Return a copy of what is going to be changed; the rest is shared."""
    cells = [NotebookNode(c, metadata=NotebookNode(c.metadata)) for c in notebook.cells]
    return NotebookNode(notebook, cells=cells, metadata=NotebookNode(notebook.metadata))


@functools.cache
def _engine() -> str:
    return version("nbjudge")


def _write(cell: NotebookNode, result: Result) -> None:
    """Write a result into a cell, so that nbgrader reads the same grade from its outputs."""
    write_result(cell, result)
    if cell.cell_type != "code" or is_solution(cell):
        return
    cell.execution_count = None
    if result.state == State.PASSED:
        cell.outputs = []
    elif result.state == State.PARTIAL:
        data = {"text/plain": repr(float(result.points or 0))}
        cell.outputs = [output("execute_result", metadata={}, data=data, execution_count=None)]
    else:
        texts = [plain_text(result.message) or str(result.state), plain_text(result.detail)]
        text, state = "\n".join(filter(None, texts)), str(result.state)
        cell.outputs = [output("error", ename=state, evalue=text, traceback=text.split("\n"))]
