"""The course's own bank of solutions, in the folders beside this file."""

from pathlib import Path

from nbformat import NotebookNode

from graders.authoring import solutions
from graders.authoring.solutions import Candidate, Pack
from graders.notebook.exercises import read_notebook

BANK = Path(__file__).parent
REPOSITORY = BANK.parents[1]


def assignments() -> list[str]:
    """Return the assignments of the course that there is a bank for."""
    return sorted(path.parent.name for path in REPOSITORY.glob("source/*/*.ipynb"))


def instructor_notebook(assignment: str) -> NotebookNode:
    """Return the notebook with solutions and hidden tests."""
    return read_notebook(REPOSITORY / "source" / assignment / f"{assignment}.ipynb")


def candidates(assignment: str) -> list[Candidate]:
    """Return the bank of an assignment; here each wrong one says what it loses.

    Raises
    ------
    ValueError
        If a file is misnamed, a wrong one names no test cell that it loses, or an unknown one.
    """
    found = solutions.candidates(instructor_notebook(assignment), BANK / assignment)
    if vague := [c for c in found if not c.right and not c.loses]:
        raise ValueError(f"{vague[0].exercise}/{vague[0].name} names no test cell that it loses")
    return found


def reach(assignment: str) -> dict[str, set[str]]:
    """Return, for each exercise, what its reference solution calls, directly or through others."""
    return solutions.reach(instructor_notebook(assignment))


def packs(assignment: str, chosen: list[Candidate]) -> list[Pack]:
    """Distribute candidates over as few submissions as possible, as `solutions.packs`."""
    return solutions.packs(instructor_notebook(assignment), chosen)
