"""Grades mutants of the reference solutions with the test cells of the exercise.

`python -m tests.mutation.mutants lasso` makes all of them, prints a table, and fails if one
survives that is not explained in `tests/bank/lasso/equivalent_mutants.toml`, or if an explanation
is stale.
"""

import argparse
import ast
import contextlib
import hashlib
import linecache
import math
import multiprocessing
import os
import resource
import sys
import time
import tomllib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from graders.notebook.exercises import (
    Exercise,
    NotebookNode,
    exercises_of,
    grade_id,
    grade_info,
    is_demonstration,
    is_test,
    read_notebook,
)
from tests.bank import images
from tests.mutation.mutation import Mutant, mutants

ROOT = Path(__file__).resolve().parents[2]
MEMORY = 4 * 2**30
AT_ONCE = 2
# One thread each: several run at once, and a fork must not inherit half a thread pool.
QUIET = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "TF_NUM_INTRAOP_THREADS": "1",
    "TF_NUM_INTEROP_THREADS": "1",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "CUDA_VISIBLE_DEVICES": "-1",
    "MPLBACKEND": "Agg",
}


@dataclass(frozen=True)
class Outcome:
    """What became of one mutant.

    Attributes
    ----------
    id : str
        Exercise and mutant, for instance ``"lasso: `if n <= m:` → `if n < m:`"``.
    killed_by : str or None
        The test cell that fails, or "time" or "memory or a crash"; None if it survives.
    """

    exercise: str
    id: str
    killed_by: str | None


@dataclass
class Report:
    """The outcomes for one assignment, and what is wrong with them."""

    outcomes: list[Outcome]
    explained: dict[str, str]
    unexplained: list[str] = field(default_factory=list)
    stale: list[str] = field(default_factory=list)

    @property
    def good(self) -> bool:
        """Whether every survivor is explained and every explanation needed."""
        return not self.unexplained and not self.stale


def assignments() -> list[str]:
    """Return the names of the assignments that have a notebook."""
    found = sorted((ROOT / "source").glob("*/*.ipynb"))
    return [path.stem for path in found if path.stem == path.parent.name]


def run(
    assignment: str,
    *,
    exercise: str | None = None,
    sample: int | None = None,
    progress: Callable[[str], None] = lambda line: None,
) -> Report:
    """Grade mutants of the reference solutions of an assignment.

    Parameters
    ----------
    assignment : str
        Name of the assignment.
    exercise : str, optional
        Only the mutants of this exercise.
    sample : int, optional
        Only so many mutants: always the same ones, as long as these mutants exist.
    progress : callable
        Told about each mutant.

    Raises
    ------
    RuntimeError
        If a reference solution fails its own tests.
    """
    notebook = notebook_of(assignment)
    tested = [e for e in exercises_of(notebook) if e.tests]
    made = {
        f"{e.name}: {mutant.id}": (e, mutant)
        for e in tested
        for mutant in mutants(e.solution.source)
    }
    explained = _explanations(assignment)
    chosen = [name for name, (e, _) in made.items() if exercise in (None, e.name)]
    if sample is not None:
        chosen = sorted(chosen, key=lambda name: hashlib.sha256(name.encode()).digest())[:sample]

    processes = processes_of(notebook)
    limits = {}
    for e in tested:
        if any(made[name][0] is e for name in chosen):
            limits[e.name] = _time_of_reference(processes, notebook, e)
            progress(f"{e.name}: the reference passes in {limits[e.name]:.1f} s")

    def grade(name: str) -> Outcome:
        e, mutant = made[name]
        cells = cells_of(notebook, e, mutant)
        killed_by = grade_cells(processes, cells, math.ceil(30 + 5 * limits[e.name]))[0]
        progress(f"{'killed  ' if killed_by else 'SURVIVES'} {name}  [{killed_by}]")
        return Outcome(e.name, name, killed_by)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        outcomes = list(pool.map(grade, chosen))
    survived = {outcome.id for outcome in outcomes if outcome.killed_by is None}
    killed = {outcome.id for outcome in outcomes} - survived
    return Report(
        outcomes,
        explained,
        unexplained=[name for name in chosen if name in survived - explained.keys()],
        stale=[name for name in explained if name in killed or name not in made],
    )


def _explanations(assignment: str) -> dict[str, str]:
    path = ROOT / "tests" / "bank" / assignment / "equivalent_mutants.toml"
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


# A cell's name, its source, and for a test cell its points.
Cell = tuple[str, str, float | None]


def notebook_of(assignment: str) -> NotebookNode:
    """Return the instructor's notebook; the files beside it can be imported from now on."""
    folder = ROOT / "source" / assignment
    sys.path.insert(0, str(folder))
    return read_notebook(folder / f"{assignment}.ipynb")


def cells_of(notebook: NotebookNode, exercise: Exercise, mutant: Mutant | None) -> list[Cell]:
    """Return all that is run: given cells, solutions and the tests of one exercise."""
    cells = []
    for k, cell in enumerate(notebook.cells):
        name = grade_id(cell) or f"cell {k}"
        if cell.cell_type != "code" or is_demonstration(cell):
            continue
        if is_test(cell):
            if cell in exercise.tests:
                cells.append((name, cell.source, grade_info(cell)["points"]))
        elif cell is exercise.solution and mutant is not None:
            cells.append((name, mutant.source, None))
        else:
            cells.append((name, cell.source, None))
        if cell is exercise.tests[-1]:
            break
    return cells


def processes_of(notebook: NotebookNode) -> multiprocessing.context.BaseContext:
    """Return where processes come from: forks of one that has imported what the notebook needs."""
    modules = {"numpy"}
    for cell in notebook.cells:
        if cell.cell_type == "code" and not is_demonstration(cell):
            for node in ast.walk(ast.parse(cell.source)):
                if isinstance(node, ast.Import):
                    modules |= {alias.name for alias in node.names}
                elif isinstance(node, ast.ImportFrom) and node.module:
                    modules.add(node.module)
    os.environ.update(QUIET)
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(
        [*sorted(modules), "graders.notebook.exercises", "tests.mutation.mutation"]
    )
    return context


def _time_of_reference(processes, notebook, exercise) -> float:
    started = time.monotonic()
    failed, why = grade_cells(processes, cells_of(notebook, exercise, None), 600)
    if failed:
        raise RuntimeError(f"the reference solution of {exercise.name} fails {failed}: {why}")
    return time.monotonic() - started


def grade_cells(processes, cells: list[Cell], seconds: int) -> tuple[str | None, str]:
    """Run cells in a process of their own; return the cell that lost points and why, if one did.

    The limit is on processor time, so that a busy machine kills nobody; the limit on the clock,
    for those that sleep, is ten times that.
    """
    ours, theirs = processes.Pipe(duplex=False)
    process = processes.Process(target=_run_cells, args=(cells, seconds, theirs))
    with ours:
        process.start()
        theirs.close()
        try:
            answer = ours.recv() if ours.poll(10 * seconds) else ("time", "")
        except EOFError:
            process.join()
            answer = ("time" if process.exitcode == -24 else "memory or a crash", "")
        process.kill()
        process.join()
        process.close()
    return answer


def _run_cells(cells: list[Cell], seconds: int, answer: Connection) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    space = {"__name__": "__main__"}
    with (
        open(os.devnull, "w") as nowhere,
        contextlib.redirect_stdout(nowhere),
        contextlib.redirect_stderr(nowhere),
    ):
        for name, source, points in cells:
            # TensorFlow's autograph reads the source of what it compiles.
            lines = source.splitlines(keepends=True)
            linecache.cache[f"<{name}>"] = (len(source), None, lines, f"<{name}>")
            try:
                value = _run_cell(source, f"<{name}>", space)
            except BaseException as error:
                answer.send((name, f"{type(error).__name__}: {error}"))
                return
            if points is not None and value is not None and value < points:
                answer.send((name, f"{value:g} of {points:g} points"))
                return
    answer.send((None, ""))


def _run_cell(source: str, file: str, space: dict) -> Any:
    """Run a cell; return the value of its last expression, which is a test's partial credit."""
    body = ast.parse(source).body
    last = body.pop() if body and isinstance(body[-1], ast.Expr) else None
    exec(compile(ast.Module(body, []), file, "exec"), space)
    if last is not None:
        return eval(compile(ast.Expression(last.value), file, "eval"), space)
    return None


def _table(report: Report) -> str:
    lines = [f"{'exercise':24}{'mutants':>9}{'killed':>8}{'survive':>9}{'explained':>11}"]
    names = dict.fromkeys(outcome.exercise for outcome in report.outcomes)
    for name in [*names, "all"]:
        some = [o for o in report.outcomes if name in (o.exercise, "all")]
        alive = [o.id for o in some if o.killed_by is None]
        explained = sum(i in report.explained for i in alive)
        lines.append(
            f"{name:24}{len(some):9}{len(some) - len(alive):8}{len(alive):9}{explained:11}"
        )
    return "\n".join(lines)


def main(arguments: list[str] | None = None) -> int:
    """Run the command; return its exit status."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutation.mutants", description=__doc__)
    parser.add_argument("assignment", choices=assignments())
    parser.add_argument("--exercise", help="only this exercise")
    parser.add_argument("--sample", type=int, metavar="N", help="only N mutants, always the same")
    given = parser.parse_args(arguments)
    with images.chosen("stand-ins"):
        report = run(
            given.assignment,
            exercise=given.exercise,
            sample=given.sample,
            progress=lambda line: print(line, flush=True),
        )
    print(_table(report))
    for title, names in [
        ("survive and are not explained", report.unexplained),
        ("explained, but killed or no longer made", report.stale),
    ]:
        if names:
            print(f"\n{title}:", *names, sep="\n  ")
    return 0 if report.good else 1


if __name__ == "__main__":
    sys.exit(main())
