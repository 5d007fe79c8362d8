"""Follow-through: what an earlier error may have spoiled is graded once more.

The earlier exercises' cells are replaced by the reference solutions, in a fresh process. All that
leaves it is points and states; what the student's code prints or raises there is thrown away, so
the reference leaks nowhere.
"""

import itertools
from collections.abc import Collection
from dataclasses import replace

from nbformat import NotebookNode, from_dict

from graders.execute.context import ExecutionContext
from graders.execute.grading import Pass
from graders.notebook.answers import reached, written
from graders.notebook.exercises import Exercise, exercises_of, grade_id, is_solution
from graders.notebook.results import CHANGED, Result, State, set_submitted

# What is said of a second run that a limit has stopped. Which limit is known from its state alone.
STOPPED = {State.TIMED_OUT: "it did not finish in time", State.KILLED: "it needed too much memory"}


def grade(
    notebook: NotebookNode,
    reference: NotebookNode | None,
    context: ExecutionContext,
    only: Collection[str] | None = None,
    known: dict[str, Result] | None = None,
) -> dict[str, Result]:
    """Grade a notebook, whose cells get their outputs; return the results by `grade_id`.

    Parameters
    ----------
    notebook : NotebookNode
        As in `Pass`.
    reference : NotebookNode or None
        The instructor's notebook. With it, an exercise that an earlier one may have spoiled is
        graded once more with the earlier ones replaced, and the better result counts.
    context : ExecutionContext
    only : collection of str, optional
        The exercises to grade; all of them if not given.
    known : dict, optional
        The results of the other exercises, which are returned as well.
    """
    judge = context.judge()
    try:
        first = Pass(notebook, context, judge)
        results = dict(known or {}) | first.grade(only)
        for exercise in first.exercises.values():
            if exercise.by_hand:
                results[exercise.name] = written(exercise.solution)
        if reference is not None:
            _follow_through(first, reference, results, only)
        return results
    finally:
        judge.close()


def _follow_through(
    first: Pass, reference: NotebookNode, results: dict[str, Result], only: Collection[str] | None
) -> None:
    """Put the better results into `results` where an earlier exercise may have spoiled them."""
    solutions = {e.name: e.solution.source for e in exercises_of(reference)}
    spoiled = {
        name: _names_of_tests(exercise)
        for name, exercise in first.exercises.items()
        if (only is None or name in only) and _blame(first, exercise, results)
    }

    def again(names: list[str]) -> dict[str, Result]:
        notebook = _with_reference(first.notebook, names, solutions)
        return Pass(notebook, first.context, first.judge, shown=False).grade(only=names)

    # Together in one process, as far as they do not harm it.
    company = [
        name
        for name, tests in spoiled.items()
        if not any(results[test].state in (State.TIMED_OUT, State.KILLED) for test in tests)
    ]
    together = again(company) if company else {}
    for name, tests in spoiled.items():
        blame = _blame(first, first.exercises[name], results)
        if not blame:
            continue
        better = together
        # What is short in company may be so because of the student's cells before it.
        if name not in company or (
            name != company[0] and any(together[test].short for test in tests)
        ):
            better = again([name])
        names, reason = _reason(first, blame, results)
        if _points(better, tests) > _points(results, tests):
            results |= {test: _retold(results[test], better[test], names, reason) for test in tests}
        else:
            results |= {test: _kept(results[test], better[test], names) for test in tests}


def _names_of_tests(exercise: Exercise) -> list[str]:
    return [grade_id(cell) for cell in exercise.tests]


def _of(exercise: Exercise, results: dict[str, Result]) -> list[Result]:
    return [results[name] for name in _names_of_tests(exercise)]


def _points(results: dict[str, Result], tests: list[str]) -> float:
    return sum(results[name].points or 0 for name in tests)


def _blame(first: Pass, exercise: Exercise, results: dict[str, Result]) -> list[str]:
    """Return the earlier exercises that may have spoiled this one, which lost points.

    It may call them, and they lost points, too, or return what is nothing plain.
    """
    tests = _of(exercise, results)
    out_of_reach = (State.MISSING, State.NOT_ANSWERED, State.UNREADABLE)
    if not any(result.short for result in tests) or any(r.state in out_of_reach for r in tests):
        return []
    before = itertools.takewhile(lambda one: one is not exercise, first.exercises.values())
    lost = [one for one in before if any(r.short or r.returned for r in _of(one, results))]
    called = reached(first.notebook, exercise) if lost else frozenset()
    return [one.name for one in lost if called.intersection(one.asked)]


def _with_reference(
    notebook: NotebookNode, names: list[str], solutions: dict[str, str]
) -> NotebookNode:
    """Return the notebook with the solutions replaced by the reference, but for some exercises.

    After the tests of such an exercise the reference takes its place for those that follow.
    """
    copy = NotebookNode(notebook, cells=[])
    ends = {
        _names_of_tests(exercise)[-1]: exercise.name
        for exercise in exercises_of(notebook)
        if exercise.name in names and exercise.name in solutions
    }
    for cell in notebook.cells:
        cell = NotebookNode(cell)
        name = grade_id(cell)
        if is_solution(cell) and name in solutions and name not in names:
            cell.source = solutions[name]
            cell.metadata = NotebookNode(cell.metadata)
            set_submitted(cell, CHANGED)
        copy.cells.append(cell)
        if name in ends:
            cell = {"cell_type": "code", "metadata": {}, "source": solutions[ends[name]]}
            copy.cells.append(from_dict(cell))
    return copy


def _reason(first: Pass, blame: list[str], results: dict[str, Result]) -> tuple[str, str]:
    """Return what earlier exercises may have spoiled it, and what is the matter with them."""
    wrong, reasons = [], []
    for name in blame:
        found = _of(first.exercises[name], results)
        if any(result.short for result in found):
            wrong.append(f"`{name}`")
        else:
            words = next(result.returned for result in found if result.returned)
            reasons.append(f"`{name}` returns {words}")
    if wrong:
        reasons.insert(0, " and ".join(wrong) + (" is not" if len(wrong) == 1 else " are not"))
    return " and ".join(f"`{name}`" for name in blame), " and ".join(reasons)


def _retold(before: Result, after: Result, names: str, reason: str) -> Result:
    """Return the better result; of the second run nothing but its points and state is shown."""
    after = replace(after, returned=before.returned, detail="")
    if after.state == State.PASSED:
        message = f"right by itself; it failed because {reason}" if before.short else ""
        return replace(after, message=message, line="")
    said = f"Graded once more with a right {names}, because {reason}"
    return replace(after, message=_below(before, after, said), line=before.line)


def _kept(before: Result, after: Result, names: str) -> Result:
    """Return the first result, which counts; it says so if a limit stopped the second run."""
    if not before.short or after.state not in STOPPED or after.state == before.state:
        return before
    return replace(before, message=_below(before, after, f"Graded once more with a right {names}"))


def _below(before: Result, after: Result, said: str) -> str:
    """Return the message of the first run, and below it what is said of the second."""
    if after.state in STOPPED:
        said += f"; {STOPPED[after.state]}"
    return f"{before.message}\n{said}.".strip()
