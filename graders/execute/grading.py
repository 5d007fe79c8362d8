"""Grades a notebook in one pass: student cells run in a process, test cells in the judge."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from functools import partial, reduce
from pathlib import Path

from nbformat import NotebookNode

from graders.execute.budget import Budget
from graders.execute.interpreter.client import Interpreter
from graders.execute.interpreter.session import Session
from graders.execute.judge.client import PROGRAM as JUDGE
from graders.execute.judge.client import Judge
from graders.execute.own_cells import OwnCells
from graders.execute.sandbox import Template, Usage
from graders.execute.settings import Settings
from graders.execute.wire.protocol import Test
from graders.notebook import exercises, results
from graders.notebook.answers import defined, is_students
from graders.notebook.exercises import exercise_of_test, grade_id, is_solution, is_test
from graders.notebook.results import ABSENT, CHANGED, Interruption, Result, State, submitted

# How many calls of an exercise may run out of time before the rest of its tests is not run.
MAX_TIMEOUTS = 2


@dataclass
class CpuTime:
    """Seconds of processor time."""

    cells: float = 0.0  # taken by the student's cells, calls by tests included
    tests: float = 0.0  # taken by the test cells themselves


@dataclass
class ExecutionContext:
    """Where and within what limits a notebook is graded.

    Attributes
    ----------
    files : Path or None
        The folder of the released files.
    budget : Budget
        When it is used up, nothing more is run.
    sessions : list of Session
        Those that were made.
    judges : list of Judge
        Likewise.
    unfinished : set of str
        The sources of the student's own cells that did not finish.
    """

    template: Template
    files: Path | None
    settings: Settings
    budget: Budget = field(init=False)
    sessions: list[Session] = field(default_factory=list)
    judges: list[Judge] = field(default_factory=list)
    unfinished: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.budget = Budget(self.settings.times.notebook, self._usage, Usage())

    def session(self) -> Session:
        """Return a student's process, not started yet."""
        limits, times = self.settings.limits, self.settings.times
        start = partial(Interpreter, self.template, self.files, limits, times.grace)
        self.sessions.append(Session(start, times, self.budget))
        return self.sessions[-1]

    def judge(self) -> Judge:
        """Return a judge, not started yet."""
        limits, data = self.settings.limits, self.settings.folders()
        start = partial(self.template.start, JUDGE, limits, files=self.files, data=data)
        self.judges.append(Judge(start, self.settings.times.cell))
        return self.judges[-1]

    def cpu(self) -> CpuTime:
        """Return what students' processes and judges took up to now."""
        cells = sum(session.usage().cpu for session in self.sessions)
        return CpuTime(cells, sum(judge.usage().cpu for judge in self.judges))

    def _usage(self) -> Usage:
        parts: list[Session | Judge] = [*self.sessions, *self.judges]
        return reduce(Usage.plus, (part.usage() for part in parts), Usage())


class Pass:
    """One run through a notebook, in one student's process (or its replacements).

    Parameters
    ----------
    notebook : NotebookNode
        Instructor's structure and tests, student's answers.
    judge : Judge
        It serves other passes, too.
    """

    def __init__(self, notebook: NotebookNode, context: ExecutionContext, judge: Judge):
        self.notebook = notebook
        self.context = context
        self.exercises = {found.name: found for found in exercises.exercises_of(notebook)}
        self.session = context.session()
        self.own_cells = OwnCells(context.settings.times, self.exercises, context.unfinished)
        self.judge = judge
        self.results: dict[str, Result] = {}
        self.interruptions: dict[str, Interruption] = {}
        self.timeouts: dict[str, list[Interruption]] = {}

    def grade(self, only: Collection[str] | None = None) -> dict[str, Result]:
        """Run the cells; return the results of all tests, or of some exercises', by `grade_id`."""
        last = max(self._places(only), default=-1)
        try:
            for cell in self.notebook.cells[: last + 1]:
                name = grade_id(cell)
                if is_test(cell):
                    if only is None or exercise_of_test(name) in only:
                        self.results[name] = self.own_cells.explain(self._test(cell))
                elif cell.cell_type != "code" or not self._is_run(cell):
                    continue
                elif self.own_cells.include(cell):
                    self.own_cells.run(cell, self.session)
                else:
                    interruption = self.session.run(cell)
                    if interruption is not None and is_solution(cell):
                        self.interruptions[name] = interruption
        finally:
            self.session.close()
        return self.results

    def _places(self, only: Collection[str] | None) -> Iterable[int]:
        """Return where the graded cells are."""
        for place, cell in enumerate(self.notebook.cells):
            if only is None or (is_test(cell) and exercise_of_test(grade_id(cell)) in only):
                yield place

    def _is_run(self, cell: NotebookNode) -> bool:
        if exercises.is_demonstration(cell) or not cell.source.strip():
            return False
        # A stub that was left standing must not undo a definition in a cell of the student's own.
        name = grade_id(cell)
        return submitted(cell) == CHANGED or not self._defined_elsewhere(name)

    def _defined_elsewhere(self, name: str) -> bool:
        return any(
            cell.cell_type == "code" and name in defined(cell.source)
            for cell in self.notebook.cells
            if is_students(cell) and grade_id(cell) != name
        )

    def _test(self, cell: NotebookNode) -> Result:
        points = float(exercises.grade_info(cell)["points"])
        name = exercise_of_test(grade_id(cell))
        exercise = self.exercises[name]
        how = submitted(exercise.solution)
        if how != CHANGED and not self._defined_elsewhere(name):
            if how == ABSENT:
                message = f"the cell of `{name}` is not in the notebook that was handed in"
                return Result(State.MISSING, 0.0, points, message)
            return Result(State.NOT_ANSWERED, 0.0, points, f"`{name}` was left as it was released")
        interruption = self.interruptions.get(name)
        if interruption is not None:
            message = f"the cell of `{name}` {interruption.message}"
            return Result(interruption.state, interruption.points, points, message)
        timeouts = self.timeouts.setdefault(name, [])
        if len(timeouts) >= MAX_TIMEOUTS:
            return Result(timeouts[-1].state, 0.0, points, timeouts[-1].message)
        test = Test(cell.source, sorted(exercises.allowed_names(exercise)), points)
        outcome = self.judge.test(test, self.session.call, self.session.charged)
        state = State(outcome.state)
        if outcome.stopped and state == State.TIMED_OUT:
            timeouts.append(Interruption(state, outcome.message))
        if outcome.undefined:
            return self._undefined(outcome.undefined, points, outcome.line)
        return Result(state, outcome.points, points, outcome.message, outcome.line, outcome.detail)

    def _undefined(self, name: str, points: float, line: str) -> Result:
        """Say why a name that a test asks for is not there."""
        state, message = State.FAILED, f"`{name}` is not defined"
        credit: float | None = 0.0
        exercise = self.exercises.get(name)
        error = None
        if exercise is not None and "outputs" in exercise.solution:
            error = results.error_of(exercise.solution)
        if name in self.interruptions:
            message += f": its cell {self.interruptions[name].message}"
            if self.interruptions[name].points is None:
                state, credit = self.interruptions[name].state, None
        elif error is not None:
            message += f": its cell stopped with {error.ename}: {error.evalue}"
            state = State.KILLED if error.ename == "MemoryError" else state
        return Result(state, credit, points, message, line)
