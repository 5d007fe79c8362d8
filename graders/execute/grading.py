"""Grades a notebook in one pass: student cells run in a process, test cells in the judge."""

import re
from collections.abc import Collection, Iterable
from dataclasses import replace

from nbformat import NotebookNode

from graders.execute.context import ExecutionContext
from graders.execute.interpreter.session import Session
from graders.execute.judge.client import Call, Judge
from graders.execute.own_cells import OwnCells
from graders.execute.postponed import PostponedTest, RecordedAnswers, changes_nothing, sealed
from graders.execute.wire.protocol import Outcome, Test
from graders.notebook import exercises, results
from graders.notebook.answers import NOT_READ, is_large, is_students, words
from graders.notebook.borrowed import borrowed, is_lent, visible
from graders.notebook.code import bound, defined, slice_of
from graders.notebook.exercises import Exercise, grade_id, is_solution, is_test
from graders.notebook.hidden import has_hidden, without_hidden
from graders.notebook.newer_python import THIS_PYTHON, needed_for_names, needed_python
from graders.notebook.results import (
    ABSENT,
    CHANGED,
    UNREADABLE,
    Interruption,
    Result,
    State,
    submitted,
)
from graders.notebook.whereabouts import whereabouts

Timeouts = dict[str, list[Interruption]]
# How many calls of an exercise may run out of time before the rest of its tests is not run.
MAX_TIMEOUTS = 2
# How many tests that ran out of memory are run again without the student's experiments.
MAX_ROOMS = 10
# How many names that a message says are missing are looked for in the whole notebook.
MAX_MISSING = 2
NEWER = f"It needs Python {{}}; {THIS_PYTHON} grades here. An instructor will look at it"
_LACKS = re.compile(r"has no attribute|is not defined|cannot import name")
# It forgets all names, as a new start of Python does: other exercises lose nothing by it.
_RESET = re.compile(r"^[ \t]*%reset\b|magic\(['\"]%?reset\b", re.MULTILINE)
_MISSING_NAME = re.compile(r"name '(\w+)' is not defined")


class Pass:
    """One run through a notebook, in one student's process (or its replacements).

    Parameters
    ----------
    notebook : NotebookNode
        Instructor's structure and tests, student's answers.
    judge : Judge
        It serves other passes, too.
    shown : bool, optional
        Whether outputs and messages are shown to anybody. Then hidden tests are run last; see
        `graders.execute.postponed`.
    """

    def __init__(
        self, notebook: NotebookNode, context: ExecutionContext, judge: Judge, shown: bool = True
    ):
        self.notebook = notebook
        self.context = context
        self.exercises = {found.name: found for found in exercises.exercises_of(notebook)}
        self._of_name = {name: e for e in self.exercises.values() for name in e.asked}
        self._owners = {grade_id(t): e for e in self.exercises.values() for t in e.tests}
        self.session = context.session()
        self.own_cells = OwnCells(context.settings.times, self._of_name, context.unfinished)
        self.judge = judge
        self.results: dict[str, Result] = {}
        self.interruptions: dict[str, Interruption] = {}
        self.timeouts: Timeouts = {}
        self._shown = shown
        self._postponed: list[PostponedTest] = []
        self._place = 0  # of the cell that is run
        self._wanted = borrowed(notebook)
        self._lent: set[str] = set()
        self._own: set[str] = set()
        self._rooms = MAX_ROOMS

    def grade(self, only: Collection[str] | None = None) -> dict[str, Result]:
        """Run the cells; return the results of all tests, or of some exercises', by `grade_id`."""
        last = max(self._places(only), default=-1)
        try:
            for place, cell in enumerate(self.notebook.cells[: last + 1]):
                self._place = place
                if is_lent(cell):
                    self._lend(cell)
                if is_test(cell):
                    if only is None or self._owner(cell).name in only:
                        self._keep(cell, self._test(cell))
                elif cell.cell_type == "code" and self._is_run(cell):
                    self._run(cell)
            if self._postponed:
                self._run_postponed()
        finally:
            self.session.close()
        return self.results

    def _places(self, only: Collection[str] | None) -> Iterable[int]:
        """Return where the graded cells are."""
        for place, cell in enumerate(self.notebook.cells):
            if only is None or (is_test(cell) and self._owner(cell).name in only):
                yield place

    def _is_run(self, cell: NotebookNode) -> bool:
        if exercises.is_demonstration(cell) or not cell.source.strip():
            return False
        # A stub that was left standing must not undo a definition in a cell of the student's own.
        return not _is_stub(cell) or not self._defined_elsewhere(self.exercises[grade_id(cell)])

    def _run(self, cell: NotebookNode) -> None:
        name = grade_id(cell)
        there = self._answered() if is_students(cell) and _RESET.search(cell.source) else []
        if self.own_cells.include(cell):
            self.own_cells.run(cell, self.session)
        else:
            stub = " ".join(self.exercises[name].asked) if _is_stub(cell) else ""
            interruption = self.session.run(cell, stub=stub)
            if interruption is not None and is_solution(cell):
                self.interruptions[name] = interruption
        if is_students(cell):
            self._own |= bound(cell.source)
        if not all(map(self.session.defined, there)):
            self.session.undo()

    def _answered(self) -> list[str]:
        """Return the names of exercises that are defined so far."""
        asked = {
            name
            for cell in self.notebook.cells[: self._place]
            if cell.cell_type == "code" and grade_id(cell) in self.exercises
            for name in self.exercises[grade_id(cell)].asked
        }
        return list(filter(self.session.defined, sorted(asked)))

    def _lend(self, cell: NotebookNode) -> None:
        """Run what of a demonstration or of the visible part of a test the student's code needs."""
        source = visible(cell)
        names = self._wanted & bound(source) - self._own
        # A name that the student's code has given a value in a way that does not show.
        self._own.update(n for n in names - self._lent if self.session.defined(n))
        if names := names - self._own:
            needed = slice_of(source, names)
            self._lent |= bound(needed)
            self.session.run(NotebookNode(source=needed, metadata={}))

    def _defined_elsewhere(self, exercise: Exercise) -> bool:
        """Whether the student has defined something outside its cell, in whatever form, so far."""
        mentioned = any(
            words(cell.source).issuperset(exercise.asked)
            for cell in self.notebook.cells[: self._place]
            if cell.cell_type == "code" and is_students(cell) and grade_id(cell) != exercise.name
        )
        return mentioned and all(map(self.session.defined, exercise.asked))

    def _keep(self, cell: NotebookNode, result: Result | None) -> None:
        if result is not None:
            self.results[grade_id(cell)] = self.own_cells.explain(result)

    def _test(self, cell: NotebookNode) -> Result | None:
        """Run a test; return its result, None if the hidden part of it is still to be run."""
        if result := self._not_run(cell):
            return result
        call = self.session.call
        if not (self._shown and has_hidden(cell.source)):
            return self._result(cell, self._judged(cell, cell.source, call, self.timeouts))
        answers, outcome = RecordedAnswers(call), Outcome(State.PASSED)
        visible = without_hidden(cell.source)
        if words(visible) & self._owner(cell).allowed:
            outcome = self._judged(cell, visible, answers.record, self.timeouts)
        # A test may be at fault without its hidden part, and not with it.
        if outcome.stopped or outcome.state not in (State.PASSED, State.GRADER_ERROR):
            return self._result(cell, outcome)
        mark = self.session.mark()
        self._postponed.append(PostponedTest(cell, self._place, mark, answers, outcome))
        return None

    def _run_postponed(self) -> None:
        """Run the tests with a hidden part; nothing else that the processes say is shown."""
        session, timeouts = self.session, Timeouts()
        stays = session.intact() and changes_nothing(session.sources(), self._postponed[0].mark)
        if not stays:
            session.close()
            session = self.context.follow(session)
        try:
            for test in self._postponed:
                self._place = test.place
                session.advance(test.mark)
                same = session is self.session and session.intact()
                call = test.answers.repeat if same else session.call
                whole = self._judged(test.cell, test.cell.source, call, timeouts, session)
                self._keep(test.cell, self._result(test.cell, sealed(test.visible, whole)))
        finally:
            session.close()

    def _owner(self, test: NotebookNode) -> Exercise:
        """Return the exercise that a test belongs to."""
        return self._owners[grade_id(test)]

    def _not_run(self, cell: NotebookNode) -> Result | None:
        """Return the result of a test that there is nothing to run with, None if there is."""
        points = float(exercises.grade_info(cell)["points"])
        exercise = self._owner(cell)
        name, how = exercise.title, submitted(exercise.solution)
        if how != CHANGED and not self._defined_elsewhere(exercise):
            if how == UNREADABLE:
                return Result(State.UNREADABLE, None, points, NOT_READ)
            found = whereabouts(self.notebook.cells, self._place, name)
            if found:
                return self._newer(name, points) or Result(State.FAILED, 0.0, points, found)
            return not_answered(exercise, points)
        interruption = self.interruptions.get(exercise.name)
        if interruption is not None and not all(map(self.session.defined, exercise.asked)):
            return of_its_cell(interruption, name, points)
        return None

    def _judged(
        self,
        cell: NotebookNode,
        source: str,
        call: Call,
        timeouts: Timeouts,
        session: Session | None = None,
    ) -> Outcome:
        """Have the source of a test judged, unless its exercise ran out of time too often."""
        earlier = timeouts.setdefault(self._owner(cell).name, [])
        if len(earlier) >= MAX_TIMEOUTS:
            return Outcome(earlier[-1].state, 0.0, earlier[-1].message, stopped=True)
        points = float(exercises.grade_info(cell)["points"])
        exercise = self._owner(cell)
        test = Test(
            source,
            sorted(exercise.allowed),
            points,
            exercises.prelude_of(cell),
            exercises.is_changing(cell),
            exercise.classes,
            sorted(exercise.kinds),
        )
        session = session or self.session
        outcome = self.judge.test(test, call, session.charged)
        if outcome.state == State.KILLED:
            outcome = self._with_room(test, outcome, session)
        if outcome.stopped and outcome.state == State.TIMED_OUT:
            earlier.append(Interruption(State.TIMED_OUT, outcome.message))
        return outcome

    def _with_room(self, test: Test, outcome: Outcome, session: Session) -> Outcome:
        """Judge a test that ran out of memory without what the student's experiments hold."""
        if not (self._rooms and session.has_experiments()):
            return outcome
        self._rooms -= 1
        alone = self.context.follow_without_experiments(session)
        try:
            alone.advance(alone.mark())
            again = self.judge.test(test, alone.call, alone.charged)
        finally:
            alone.close()
        return again if again.state in (State.PASSED, State.PARTIAL) else outcome

    def _result(self, cell: NotebookNode, outcome: Outcome) -> Result:
        """Return the result of a test, with what else there is to say."""
        points = float(exercises.grade_info(cell)["points"])
        state = State(outcome.state)
        if outcome.undefined:
            return self._undefined(outcome.undefined, points, outcome.line)
        texts = outcome.message, outcome.line, outcome.detail, outcome.returned
        result = Result(state, outcome.points, points, *texts)
        return self._explained(result, self._owner(cell)) if result.short else result

    def _undefined(self, name: str, points: float, line: str) -> Result:
        """Say why a name that a test asks for is not there."""
        if newer := self._newer(name, points, line):
            return newer
        state = State.FAILED
        message = whereabouts(self.notebook.cells, self._place, name)
        exercise = self._of_name.get(name)
        if exercise is not None and exercise.name in self.interruptions:
            stopped = self.interruptions[exercise.name]
            if stopped.points is None:
                return of_its_cell(stopped, name, points)
            message = f"`{name}` is not defined: its cell {stopped.message}"
        elif exercise is not None:
            error = results.error_of(exercise.solution)
            state = State.KILLED if error and error.ename == "MemoryError" else state
        return Result(state, 0.0, points, message or f"`{name}` is not defined", line)

    def _newer(self, name: str, points: float, line: str = "") -> Result | None:
        """Return the result for what is not defined because its cell needs a newer Python."""
        for cell in self.notebook.cells:
            if cell.cell_type == "code" and is_students(cell) and name in defined(cell.source):
                version = needed_python(cell.source)
                if version is not None:
                    message = f"the cell of `{name}` {NEWER.format(version).partition(' ')[2]}"
                    return Result(State.NEWER_PYTHON, None, points, message, line)
        return None

    def _newer_names(self, result: Result) -> Result | None:
        """Return the result if what is missing is there in a newer Python."""
        if is_large(self.notebook):
            return None
        said = words(result.message)
        for cell in self.notebook.cells:
            if cell.cell_type == "code" and is_students(cell):
                version = needed_for_names(cell.source, said)
                if version is not None:
                    message = f"{result.message}\n{NEWER.format(version)}"
                    state = State.NEWER_PYTHON
                    return replace(result, state=state, points=None, message=message)
        return None

    def _explained(self, result: Result, exercise: Exercise) -> Result:
        """Say what went wrong before a test lost points, where that may be why it did."""
        if _LACKS.search(result.message) and (newer := self._newer_names(result)):
            return newer
        said = []
        for missing in list(dict.fromkeys(_MISSING_NAME.findall(result.message)))[:MAX_MISSING]:
            if newer := self._newer(missing, result.max_points, result.line):
                return newer
            said.append(whereabouts(self.notebook.cells, self._place, missing))
        return with_its_cell(result, exercise, self.interruptions.get(exercise.name), said)


def not_answered(exercise: Exercise, points: float) -> Result:
    """Return the result of a test whose exercise's cell is missing, or as it was released."""
    name = exercise.title
    if submitted(exercise.solution) == ABSENT:
        message = f"the cell of `{name}` is not in the notebook that was handed in"
        return Result(State.MISSING, 0.0, points, message)
    return Result(State.NOT_ANSWERED, 0.0, points, f"`{name}` was left as it was released")


def with_its_cell(
    result: Result, exercise: Exercise, stopped: Interruption | None, said: Iterable[str] = ()
) -> Result:
    """Return a result that lost points, with what is the matter with its exercise's cell.

    Parameters
    ----------
    stopped : Interruption or None
        Why that cell did not come to its end.
    said : iterable of str
        What there is to say before.
    """
    name, last = exercise.title, ""
    if stopped is not None:
        if stopped.points is None:
            return of_its_cell(stopped, name, result.max_points)
        last = f"the cell of `{name}` {stopped.message}"
    elif error := results.error_of(exercise.solution):
        last = f"a line of the cell of `{name}` failed: {error.ename}: {error.evalue}"
    return replace(result, message="\n".join(filter(None, [result.message, *said, last])))


def of_its_cell(stopped: Interruption, name: str, points: float) -> Result:
    """Return the result of a test whose exercise's cell was stopped."""
    return Result(stopped.state, stopped.points, points, f"the cell of `{name}` {stopped.message}")


def _is_stub(cell: NotebookNode) -> bool:
    return is_solution(cell) and submitted(cell) != CHANGED
