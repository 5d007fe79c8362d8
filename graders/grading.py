"""Grades a notebook in one pass: student cells run in the kernel, test cells in the judge."""

import functools
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from nbformat import NotebookNode

from graders import structure
from graders.channel import Kernel
from graders.kernels import JudgeProcess, Limits, Template
from graders.relay import Relay
from graders.session import Session, Times, Trouble, error_of
from graders.states import State

# How a solution cell came in, as intake notes it in the metadata `graders.submitted`.
CHANGED, UNCHANGED, ABSENT = "changed", "unchanged", "missing"
MAX_STRIKES = 2


@dataclass(frozen=True)
class Result:
    """What became of one graded cell.

    Attributes
    ----------
    state : State
    points : float or None
        None where a person has to give them.
    max_points : float
    message : str
        For the student.
    line : str
        The visible statement of the test that failed.
    detail : str
        For the instructor, on a grader error.
    """

    state: State
    points: float | None
    max_points: float
    message: str = ""
    line: str = ""
    detail: str = ""

    @property
    def short(self) -> bool:
        """Whether points are missing."""
        return self.points is not None and self.points < self.max_points


@dataclass
class Processor:
    """Seconds of processor time.

    Attributes
    ----------
    cells : float
        Taken by the student's cells, calls by tests included.
    tests : float
        Taken by the test cells themselves.
    """

    cells: float = 0.0
    tests: float = 0.0


@dataclass(frozen=True)
class Bench:
    """Where and within what limits a notebook is graded.

    Attributes
    ----------
    template : graders.kernels.Template
    files : Path
        The folder of the released files.
    data : dict of str to Path
        The folders that tests alone may read, by environment variable.
    limits : graders.kernels.Limits
    times : Times
    ends_at : float
        When, by `time.monotonic`, nothing more is run.
    cpu : Processor
        Adds up what the kernels and the judges took.
    """

    template: Template
    files: Path
    data: dict[str, Path]
    limits: Limits
    times: Times
    ends_at: float
    cpu: Processor = field(default_factory=Processor)

    def session(self) -> Session:
        """Return a student's kernel, not started yet."""

        def start() -> Kernel:
            return Kernel(self.template, self.files, self.limits)

        return Session(start, self.times, self.ends_at)

    def relay(self) -> Relay:
        """Return a judge, not started yet."""

        def start() -> JudgeProcess:
            return self.template.judge(files=self.files, data=self.data, limits=self.limits)

        return Relay(start, self.times.cell)


class Pass:
    """One run through a notebook, in one kernel (or its replacements).

    Parameters
    ----------
    notebook : NotebookNode
        Instructor's structure and tests, student's answers.
    bench : Bench
    relay : Relay
        To the judge, which serves other passes, too.
    """

    def __init__(self, notebook: NotebookNode, bench: Bench, relay: Relay):
        self.notebook = notebook
        self.bench = bench
        self.exercises = {exercise.name: exercise for exercise in structure.exercises(notebook)}
        self.session = bench.session()
        self.relay = relay
        self.results: dict[str, Result] = {}
        self.trouble: dict[str, Trouble] = {}
        self.strikes: dict[str, list[Trouble]] = {}

    def run(self, only: Collection[str] | None = None) -> dict[str, Result]:
        """Run the cells, and grade them all or those of some exercises.

        Returns
        -------
        dict
            A result by `grade_id`.
        """
        last = max(self._places(only), default=-1)
        try:
            for cell in self.notebook.cells[: last + 1]:
                name = structure.grade_id(cell)
                if structure.is_test(cell):
                    if only is None or structure.exercise_of_test(name) in only:
                        self.results[name] = self._test(cell)
                elif cell.cell_type == "code" and self._is_run(cell):
                    trouble = self.session.run(cell)
                    if trouble is not None and structure.is_solution(cell):
                        self.trouble[name] = trouble
        finally:
            self.session.close()
            self.bench.cpu.cells += self.session.cpu
        return self.results

    def _places(self, only: Collection[str] | None) -> Iterable[int]:
        """Return where the graded cells are."""
        for place, cell in enumerate(self.notebook.cells):
            name = structure.grade_id(cell)
            if only is None or (
                structure.is_test(cell) and structure.exercise_of_test(name) in only
            ):
                yield place

    def _is_run(self, cell: NotebookNode) -> bool:
        if structure.is_demonstration(cell) or not cell.source.strip():
            return False
        # A stub that was left standing must not undo a definition in a cell of the student's own.
        name = structure.grade_id(cell)
        return submitted(cell) == CHANGED or not self._defined_elsewhere(name)

    def _defined_elsewhere(self, name: str) -> bool:
        return any(
            cell.cell_type == "code" and name in defined(cell.source)
            for cell in self.notebook.cells
            if is_students(cell) and structure.grade_id(cell) != name
        )

    def _test(self, cell: NotebookNode) -> Result:
        points = float(structure.grade_info(cell)["points"])
        name = structure.exercise_of_test(structure.grade_id(cell))
        exercise = self.exercises[name]
        how = submitted(exercise.solution)
        if how != CHANGED and not self._defined_elsewhere(name):
            if how == ABSENT:
                message = f"the cell of `{name}` is not in the notebook that was handed in"
                return Result(State.MISSING, 0.0, points, message)
            return Result(State.NOT_ANSWERED, 0.0, points, f"`{name}` was left as it was released")
        trouble = self.trouble.get(name)
        if trouble is not None:
            return Result(trouble.state, 0.0, points, f"the cell of `{name}` {trouble.message}")
        strikes = self.strikes.setdefault(name, [])
        if len(strikes) >= MAX_STRIKES:
            return Result(strikes[-1].state, 0.0, points, strikes[-1].message)
        names = structure.allowed_names(exercise)
        outcome = self.relay.test(cell.source, sorted(names), points, self.session.call)
        if outcome.get("stopped") and outcome["state"] == State.TIMED_OUT:
            strikes.append(Trouble(outcome["state"], outcome["message"]))
        if "undefined" in outcome:
            return self._undefined(outcome["undefined"], points, outcome.get("line", ""))
        kept = ("state", "points", "message", "line", "detail")
        return Result(max_points=points, **{key: outcome[key] for key in kept if key in outcome})

    def _undefined(self, name: str, points: float, line: str) -> Result:
        """Say why a name that a test asks for is not there."""
        state, message = State.FAILED, f"`{name}` is not defined"
        exercise = self.exercises.get(name)
        error = None
        if exercise is not None and "outputs" in exercise.solution:
            error = error_of(exercise.solution)
        if name in self.trouble:
            message += f": its cell {self.trouble[name].message}"
        elif error is not None:
            message += f": its cell stopped with {error.ename}: {error.evalue}"
            state = State.KILLED if error.ename == "MemoryError" else state
        return Result(state, 0.0, points, message, line)


def submitted(cell: NotebookNode) -> str:
    """Say how a solution cell came in; one that intake never saw counts as answered."""
    return cell.metadata.get("graders", {}).get("submitted", CHANGED)


def is_students(cell: NotebookNode) -> bool:
    """Whether a cell's source is the student's: an answer, or a cell of their own."""
    if structure.is_solution(cell):
        return submitted(cell) == CHANGED
    return not structure.grade_info(cell)


def written(cell: NotebookNode) -> Result:
    """Return what is known of a written answer before a person has read it."""
    points = float(structure.grade_info(cell)["points"])
    how = submitted(cell)
    if how == ABSENT:
        return Result(State.MISSING, 0.0, points, "the answer is not in what was handed in")
    if how == UNCHANGED or not cell.source.strip():
        return Result(State.NOT_ANSWERED, 0.0, points, "left as it was released")
    return Result(State.BY_HAND, None, points)


@functools.lru_cache(maxsize=1000)
def defined(source: str) -> frozenset[str]:
    """Return the names that a cell's source, which may not even parse, defines at its top level."""
    found = re.finditer(
        r"^(?:(?:async\s+)?def|class)\s+(\w+)|^(\w+)\s*(?::.*)?=(?!=)", source, re.MULTILINE
    )
    return frozenset(match[1] or match[2] for match in found)
