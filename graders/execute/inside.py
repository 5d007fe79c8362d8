"""Grades a notebook as nbgrader does: its tests are cells in the student's own process.

So a test may look at whatever there is, and a student who wants to can forge its result; see
docs/security.md. What else grading promises holds here, too: a sandbox, limits, hidden tests that
no page shows, a loss of Python that costs no more than it must.

Whoever runs in the same process can read a hidden test. So the notebook is run twice if there are
any: with its tests as students have them, whose outputs are shown, and as a whole, of which nothing
but points, states and a bounded line of each test is.
"""

import ast
import math
import re
from dataclasses import replace

from nbformat import NotebookNode

from graders.execute.context import ExecutionContext
from graders.execute.grading import MAX_TIMEOUTS, not_answered, with_its_cell
from graders.execute.interpreter.outputs import OutputCollector
from graders.execute.interpreter.session import Session
from graders.execute.own_cells import OwnCells
from graders.execute.wire.protocol import CellOutput, ExecuteResult, Failure
from graders.notebook.answers import NOT_READ, is_students, written
from graders.notebook.code import bound
from graders.notebook.exercises import (
    Exercise,
    exercises_of,
    grade_id,
    grade_info,
    is_solution,
    is_test,
)
from graders.notebook.hidden import cut, has_hidden, hidden_lines, without_hidden
from graders.notebook.outputs import plain_text
from graders.notebook.results import (
    CHANGED,
    GRADING_FAILED,
    UNREADABLE,
    Interruption,
    Result,
    State,
    submitted,
)

_NUMBER = re.compile(r"(?:np\.|numpy\.)?[a-z]+\d*\((.+)\)")
_PLACE = re.compile(r"^\s*-+> *(\d+)", re.MULTILINE)
_COLOURS = re.compile(r"\x1b\[[0-9;]*m")


def grade(notebook: NotebookNode, context: ExecutionContext) -> dict[str, Result]:
    """Grade a notebook, whose cells get their outputs; return the results by `grade_id`.

    Parameters
    ----------
    notebook : NotebookNode
        Instructor's structure and tests, student's answers.
    context : ExecutionContext
    """
    shown = _Pass(notebook, context, context.session())
    found = shown.run(hidden=False)
    if any(is_test(cell) and has_hidden(cell.source) for cell in notebook.cells):
        again = NotebookNode(notebook, cells=[NotebookNode(cell) for cell in notebook.cells])
        whole = _Pass(again, context, context.session(shown.session.usage().cpu))
        found = {name: _sealed(found[name], one) for name, one in whole.run(hidden=True).items()}
    for exercise in shown.exercises:
        if exercise.by_hand:
            found[exercise.name] = written(exercise.solution)
    return found


class _Verdict(OutputCollector):
    """Keeps of the outputs of a test what its points depend on, however many there are."""

    failure: Failure | None = None
    value: str | None = None

    def __init__(self) -> None:
        super().__init__(lambda _: None)

    def take(self, sent: CellOutput) -> None:
        if isinstance(sent, Failure):
            self.failure = sent
        elif isinstance(sent, ExecuteResult):
            value = sent.data.get("text/plain")
            self.value = value if isinstance(value, str) else ""


class _Pass:
    """One run through a notebook from top to bottom."""

    def __init__(self, notebook: NotebookNode, context: ExecutionContext, session: Session):
        self.session = session
        self.exercises = exercises_of(notebook)
        self._notebook = notebook
        self._owners = {grade_id(test): e for e in self.exercises for test in e.tests}
        self._own_cells = OwnCells(context.settings.times, (), context.unfinished)
        self._interruptions: dict[str, Interruption] = {}
        self._timeouts: dict[str, list[Interruption]] = {}
        self._defined: frozenset[str] = frozenset()  # by the student, so far

    def run(self, *, hidden: bool) -> dict[str, Result]:
        """Run all cells, of the tests what is hidden, too, or not; return the tests' results."""
        found = {}
        try:
            for cell in self._notebook.cells:
                if is_test(cell):
                    seen = not hidden and has_hidden(cell.source)
                    source = without_hidden(cell.source) if seen else cell.source
                    found[grade_id(cell)] = self._test(cell, source)
                elif cell.cell_type == "code" and cell.source.strip():
                    with self.session.uncharged():
                        self._run(cell)
        finally:
            self.session.close()
        return found

    def _run(self, cell: NotebookNode) -> None:
        # A stub that was left standing must not undo a definition in a cell of the student's own.
        if is_solution(cell) and submitted(cell) != CHANGED:
            if bound(cell.source) and bound(cell.source) <= self._defined:
                return
        elif is_students(cell):
            self._defined |= bound(cell.source)
        if self._own_cells.include(cell):
            self._own_cells.run(cell, self.session)
        elif (interruption := self.session.run(cell)) is not None:
            self._interruptions[grade_id(cell)] = interruption

    def _test(self, cell: NotebookNode, source: str) -> Result:
        points = float(grade_info(cell)["points"])
        exercise = self._owners[grade_id(cell)]
        if submitted(exercise.solution) == UNREADABLE:
            return Result(State.UNREADABLE, None, points, NOT_READ)
        if cell.cell_type != "code":
            return Result(State.BY_HAND, None, points)
        earlier = self._timeouts.setdefault(exercise.name, [])
        verdict = _Verdict()
        if len(earlier) >= MAX_TIMEOUTS:
            interruption: Interruption | None = earlier[-1]
        else:
            interruption = self.session.run_strictly(source, verdict)
        if interruption is not None:
            if interruption.state == State.TIMED_OUT:
                earlier.append(interruption)
            said = f"the test {interruption.message}"
            result = Result(interruption.state, interruption.points, points, said)
        elif verdict.failure is not None:
            result = _failed(verdict.failure, points, cell.source)
        else:
            result = _of_value(verdict.value, points)
        return self._explained(self._own_cells.explain(result), exercise)

    def _explained(self, result: Result, exercise: Exercise) -> Result:
        """Say what went wrong before a test lost points, where that may be why it did."""
        lost = result.state in (State.FAILED, State.TIMED_OUT, State.KILLED)
        if not lost or not is_solution(exercise.solution):
            return result
        changed = submitted(exercise.solution) == CHANGED
        if not changed and not self._defined.issuperset(exercise.asked):
            return not_answered(exercise, result.max_points)
        return with_its_cell(result, exercise, self._interruptions.get(exercise.name))


def _failed(failure: Failure, points: float, source: str) -> Result:
    """Return the result of a test that raised an exception, with the line where, if it is shown."""
    said = plain_text(failure.evalue)[:2000]
    message = f"{failure.ename[:100]}: {said}" if said.strip() else failure.ename[:100]
    if failure.ename == "AssertionError":
        message = said if said.strip() else "this check failed"
    lines = source.split("\n")
    found = _PLACE.search(_COLOURS.sub("", "\n".join(failure.traceback)))
    number = int(found[1][:9]) if found else 0
    line = ""
    if 0 < number <= len(lines) and number not in hidden_lines(lines):
        line = _statement(source, number)
    return Result(State.FAILED, 0.0, points, message, line)


def _statement(source: str, number: int) -> str:
    """Return the visible statement at a line of a test."""
    lines = source.split("\n")
    try:
        body = ast.parse(without_hidden(source)).body
    except SyntaxError:
        return lines[number - 1].strip()
    around = [n for n in ast.walk(ast.Module(body, [])) if isinstance(n, ast.stmt)]
    around = [n for n in around if n.lineno <= number <= (n.end_lineno or n.lineno)]
    node = min(around, key=lambda n: (n.end_lineno or n.lineno) - n.lineno, default=None)
    if node is None or (node.end_lineno or 0) - node.lineno > 8:
        return lines[number - 1].strip()
    return "\n".join(lines[node.lineno - 1 : node.end_lineno]).strip()


def _of_value(value: str | None, points: float) -> Result:
    """Return the result of a test that came to its end: a number is partial credit, as in nbgrader.

    Unlike there, ``np.float64(0.5)`` is a number, too, one above the points is all of them, and
    what means no number of points (``nan``, ``False``) is shown to a person.
    """
    if value is None:
        return Result(State.PASSED, points, points)
    found = _NUMBER.fullmatch(value.strip())
    try:
        number = float(found[1] if found else value)
    except ValueError:
        if value.strip() not in ("False", "np.False_"):
            return Result(State.PASSED, points, points)
        number = math.nan
    if not math.isfinite(number):
        said = f"the value of the test is {value.strip()[:100]}, and that is no number of points"
        return Result(State.GRADER_ERROR, None, points, GRADING_FAILED, detail=said)
    given = min(max(number, 0.0), points)
    if given == points:
        return Result(State.PASSED, points, points)
    if given == 0:
        return Result(State.FAILED, 0.0, points, "the test gave no points")
    return Result(State.PARTIAL, given, points)


def _sealed(visible: Result, whole: Result) -> Result:
    """Return the result of a whole test with what of it may be shown.

    What the visible part said stays.
    """
    if not whole.short or whole.points is None:
        return whole
    if visible.short:
        return replace(whole, state=visible.state, message=visible.message, line=visible.line)
    return replace(whole, message=cut(whole.message))
