"""Executes and grades a submission: `run` is the whole of it, `Execute` its nbgrader plug.

`run` is a pure function of a notebook and the released files: no gradebook, no shared folder.
"""

import copy
import time
from collections.abc import Collection
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path

from jupyter_core.utils import run_sync
from nbformat import NotebookNode
from nbformat.v4 import new_output
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Bool, Dict, Float, Integer, Unicode

from graders import structure
from graders.carrying import grade
from graders.grading import Bench, Result
from graders.kernels import Level, Limits, Template
from graders.kernels import template as process_template
from graders.outputs import plain_text
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
    notebook = copy.deepcopy(notebook)
    template = template or process_template()
    times = times or Times()
    bench = Bench(template, files, data or {}, limits or Limits(), times, started + times.notebook)
    results = run_sync(grade)(notebook, reference, bench, only, known)
    for cell in notebook.cells:
        name = structure.grade_id(cell)
        if name in results:
            _write(cell, results[name])
    notebook.metadata["graders"] = {
        **notebook.metadata.get("graders", {}),
        "level": str(template.level),
        "engine": version("graders"),
        "seconds": round(time.monotonic() - started, 3),
        "cpu": {name: round(seconds, 3) for name, seconds in asdict(bench.cpu).items()},
    }
    return notebook


def _write(cell: NotebookNode, result: Result) -> None:
    """Write a result into a cell, so that nbgrader reads the same grade from its outputs."""
    cell.metadata["graders"] = NotebookNode(cell.metadata.get("graders", {}), **asdict(result))
    cell.metadata["graders"]["state"] = str(result.state)
    for name in ("message", "line", "detail"):
        cell.metadata["graders"][name] = plain_text(cell.metadata["graders"][name])
    if cell.cell_type != "code" or structure.is_solution(cell):
        return
    cell.execution_count = None
    if result.state == State.PASSED:
        cell.outputs = []
    elif result.state == State.PARTIAL:
        data = {"text/plain": repr(float(result.points or 0))}
        cell.outputs = [new_output("execute_result", data=data, execution_count=None)]
    else:
        told = cell.metadata["graders"]
        text = "\n".join(filter(None, [told["message"] or str(result.state), told["detail"]]))
        cell.outputs = [
            new_output("error", ename=str(result.state), evalue=text, traceback=text.split("\n"))
        ]


class Execute(NbGraderPreprocessor):
    """Takes the place of nbgrader's ``Execute`` in ``Autograde.autograde_preprocessors``."""

    cell_timeout = Float(60.0, help="Seconds that a cell may take.").tag(config=True)
    call_timeout = Float(
        30.0, help="Seconds that one call of a student's function by a test may take."
    ).tag(config=True)
    notebook_timeout = Float(
        1800.0, help="Seconds after which the rest of a submission is not run."
    ).tag(config=True)
    memory = Integer(2 * 2**30, help="Bytes of memory that a kernel may take.").tag(config=True)
    data = Dict(
        key_trait=Unicode(),
        value_trait=Unicode(),
        help="Folders that tests may read and student code may not, by the environment variable "
        "that tells a test where. One that does not exist is left out.",
    ).tag(config=True)
    allow_unsafe = Bool(
        False, help="Whether to run student code where no sandbox can be made."
    ).tag(config=True)
    carry_errors = Bool(
        False, help="Whether an exercise loses points because an earlier one is wrong."
    ).tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        """Execute and grade the notebook."""
        info = resources["nbgrader"]
        course = self._course()
        place = course.format_path(course.release_directory, ".", info["assignment"])
        self.log.info("Grading %s of %s in the sandbox", info["notebook"], info["student"])
        nb = run(
            nb,
            Path(place),
            reference=None if self.carry_errors else self._reference(course, info),
            data=self.folders(),
            times=self.times,
            limits=self.limits,
            template=process_template(allow_unsafe=self.allow_unsafe),
        )
        about = nb.metadata["graders"]
        if about["level"] == Level.NONE:
            self.log.warning("NO SANDBOX on this machine: student code could do anything here")
        self.log.info("Graded in %.1f s, sandbox level: %s", about["seconds"], about["level"])
        for cell in nb.cells:
            result = cell.metadata.get("graders", {})
            if result.get("state") == State.GRADER_ERROR:
                name, student = structure.grade_id(cell), info["student"]
                self.log.error("GRADER ERROR in %s of %s: %s", name, student, result["detail"])
        return nb, resources

    @property
    def times(self) -> Times:
        """The time limits, as configured."""
        return Times(self.cell_timeout, self.call_timeout, notebook=self.notebook_timeout)

    @property
    def limits(self) -> Limits:
        """The limits of a kernel, as configured."""
        return Limits(memory=self.memory)

    def folders(self) -> dict[str, Path]:
        """Return the folders of `data` that exist."""
        folders = {name: Path(folder).expanduser() for name, folder in self.data.items()}
        return {name: folder for name, folder in folders.items() if folder.is_dir()}

    def _course(self) -> CourseDirectory:
        converter = getattr(self.parent, "parent", None)
        return getattr(converter, "coursedir", None) or CourseDirectory(config=self.config)

    def _reference(self, course: CourseDirectory, info: dict) -> NotebookNode | None:
        # Not from the gradebook: nbgrader clears the solutions before it saves the cells there.
        folder = Path(course.format_path(course.source_directory, ".", info["assignment"]))
        path = folder / f"{info['notebook']}.ipynb"
        if path.exists():
            return structure.read(path)
        self.log.warning("No %s: errors in earlier exercises are carried forward", path)
        return None
