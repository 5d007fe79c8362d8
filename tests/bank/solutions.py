"""The bank of solutions, and how to hand many of them in at once.

``tests/bank/ASSIGNMENT/EXERCISE/{right,wrong}_*.py`` are the sources of solution cells. A wrong one
names the test cells that it must lose in a line ``# loses: test_a, test_a__b``.
"""

import re
import symtable
from dataclasses import dataclass
from pathlib import Path

from nbformat import NotebookNode

from graders.notebook.exercises import exercises_of, free_names, grade_id, read_notebook

BANK = Path(__file__).parent
REPOSITORY = BANK.parents[1]


@dataclass(frozen=True)
class Candidate:
    """One solution of one exercise.

    Attributes
    ----------
    exercise : str
    name : str
        The file's name without its ending; begins with ``right`` or ``wrong``.
    source : str
    loses : frozenset of str
        The ``grade_id`` of every test cell that it must lose; empty for a right one.
    """

    exercise: str
    name: str
    source: str
    loses: frozenset[str]

    @property
    def right(self) -> bool:
        return self.name.startswith("right")


Pack = dict[str, Candidate]


def assignments() -> list[str]:
    """Return the assignments of the course that there is a bank for."""
    return sorted(path.parent.name for path in REPOSITORY.glob("source/*/*.ipynb"))


def instructor_notebook(assignment: str) -> NotebookNode:
    """Return the notebook with solutions and hidden tests."""
    return read_notebook(REPOSITORY / "source" / assignment / f"{assignment}.ipynb")


def candidates(assignment: str) -> list[Candidate]:
    """Return the bank of an assignment, right and wrong, in order.

    Raises
    ------
    ValueError
        If a file is misnamed, a wrong one names no test cell that it loses, or an unknown one.
    """
    known = {e.name: e for e in exercises_of(instructor_notebook(assignment))}
    found = []
    for path in sorted((BANK / assignment).glob("*/*.py")):
        source = path.read_text(encoding="utf-8")
        exercise = known.get(path.parent.name)
        if exercise is None or not path.name.startswith(("right_", "wrong_")):
            raise ValueError(f"{path}: no exercise of that name, or neither right_ nor wrong_")
        line = re.search(r"^# loses: (.+)$", source, re.M)
        loses = frozenset(re.findall(r"\w+", line[1])) if line else frozenset()
        tests = {grade_id(cell) for cell in exercise.tests}
        if path.name.startswith("wrong_") == (not loses) or not loses <= tests:
            raise ValueError(
                f"{path}: a wrong solution loses some of {sorted(tests)}, a right one none"
            )
        found.append(Candidate(exercise.name, path.stem, source, loses))
    return found


def reach(assignment: str) -> dict[str, set[str]]:
    """Return, for each exercise, what its reference solution calls, directly or through others."""
    exercises = exercises_of(instructor_notebook(assignment))
    names = {e.name for e in exercises}
    calls = {
        e.name: free_names(e.solution.source) & names | set(e.uses)
        for e in exercises
        if not e.written
    }
    return {name: _closure(called, calls) - {name} for name, called in calls.items()}


def _closure(names: set[str], calls: dict[str, set[str]]) -> set[str]:
    found: set[str] = set()
    todo = set(names)
    while todo:
        name = todo.pop()
        found.add(name)
        todo |= calls.get(name, set()) - found
    return found


def packs(assignment: str, chosen: list[Candidate]) -> list[Pack]:
    """Distribute candidates over as few submissions as possible.

    Two candidates share a submission only if neither can reach the other's exercise by calling it,
    directly or through reference solutions, and if they define no name in common; so none is
    judged by another's doing.
    """
    reached_by = reach(assignment)
    uses = {e.name: set(e.uses) for e in exercises_of(instructor_notebook(assignment))}
    result: list[tuple[Pack, set[str], set[str]]] = []
    for candidate in chosen:
        called = free_names(candidate.source) & uses.keys() | uses[candidate.exercise]
        reached = _closure(called, reached_by) - {candidate.exercise}
        defined = _defined(candidate.source)
        for pack, touched, taken in result:
            if candidate.exercise in pack.keys() | touched or reached & pack.keys():
                continue
            if not defined & taken:
                pack[candidate.exercise] = candidate
                touched |= reached
                taken |= defined
                break
        else:
            result.append(({candidate.exercise: candidate}, reached, defined))
    return [pack for pack, _, _ in result]


def _defined(source: str) -> set[str]:
    """Return the names that a cell defines at its top level, imports left out."""
    symbols = symtable.symtable(source, "<cell>", "exec").get_symbols()
    return {s.get_name() for s in symbols if s.is_assigned() and not s.is_imported()}
