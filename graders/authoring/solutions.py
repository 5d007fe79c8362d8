"""A bank of solutions: right ones, wrong ones, and how to hand many of them in at once.

``BANK/ASSIGNMENT/EXERCISE/{right,wrong}_*.py`` are the sources of solution cells. A wrong one names
the test cells that it must lose in a line ``# loses: test_a, test_a__b``; without that line it
must lose some.
"""

import re
import symtable
from dataclasses import dataclass
from pathlib import Path

from nbformat import NotebookNode

from graders.notebook.exercises import Exercise, exercises_of, free_names, grade_id


class BankError(ValueError):
    """A file of the bank cannot be used; the message says which, and why."""


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
        The ``grade_id`` of every test cell that it must lose; empty for a right one, and for a
        wrong one that does not say.
    """

    exercise: str
    name: str
    source: str
    loses: frozenset[str]

    @property
    def right(self) -> bool:
        """Whether it has to get all points."""
        return self.name.startswith("right_")

    def expected(self, lost: set[str]) -> bool:
        """Return whether it lost what it must lose, and nothing else."""
        return lost == self.loses if self.right or self.loses else bool(lost)


Pack = dict[str, Candidate]


def candidates(notebook: NotebookNode, folder: Path) -> list[Candidate]:
    """Return the bank of an assignment, right and wrong, in order.

    Parameters
    ----------
    notebook : NotebookNode
        The instructor's.
    folder : Path
        With a folder for each exercise.

    Raises
    ------
    BankError
        If a file is misnamed, or names a test cell that its exercise does not have.
    """
    known = {e.name: e for e in exercises_of(notebook)}
    return [_candidate(path, known) for path in sorted(folder.glob("*/*.py"))]


def _candidate(path: Path, known: dict[str, Exercise]) -> Candidate:
    exercise = known.get(path.parent.name)
    if exercise is None:
        raise BankError(f"{path}: there is no exercise {path.parent.name!r}: {', '.join(known)}")
    if not path.name.startswith(("right_", "wrong_")):
        raise BankError(f"{path}: its name begins neither with right_ nor with wrong_")
    source = path.read_text(encoding="utf-8")
    line = re.search(r"^# loses: (.+)$", source, re.M)
    loses = frozenset(re.split(r"[,\s]+", line[1].strip())) if line else frozenset()
    tests = {grade_id(cell) for cell in exercise.tests}
    if unknown := loses - tests:
        raise BankError(f"{path}: {exercise.name} has no test cell {', '.join(sorted(unknown))}")
    if loses and path.name.startswith("right_"):
        raise BankError(f"{path}: a right solution loses nothing")
    return Candidate(exercise.name, path.stem, source, loses)


def reach(notebook: NotebookNode) -> dict[str, set[str]]:
    """Return, for each exercise, what its reference solution calls, directly or through others."""
    exercises = exercises_of(notebook)
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


def packs(notebook: NotebookNode, chosen: list[Candidate]) -> list[Pack]:
    """Distribute candidates over as few submissions as possible.

    Two candidates share a submission only if neither can reach the other's exercise by calling it,
    directly or through reference solutions, and if they define no name in common; so none is
    judged by another's doing.
    """
    reached_by = reach(notebook)
    uses = {e.name: set(e.uses) for e in exercises_of(notebook)}
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
