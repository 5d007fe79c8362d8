"""Looks at an existing nbgrader course: what can be graded by this engine as it is, and how.

Nothing in the course is changed. Each notebook is looked at as its release would be; its tests are
run on the instructor's own solutions, outside the student's process and, where that does not do,
inside.
"""

import contextlib
import copy
import importlib.util
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from nbformat import NotebookNode
from nbgrader.preprocessors import InstantiateTests

from graders.course import CONFIG, CourseError
from graders.execute.settings import Settings
from graders.names import fault_of_assignment
from graders.notebook.exercises import INSIDE, OUTSIDE, imports_of, read_notebook
from graders.notebook.structure import is_to_be_made, note_structure
from graders.release import (
    language_fault,
    outside_shortfalls,
    problems,
    shortfalls,
    with_tests,
)

LINES = """
# The engine grades this course. Without these lines it is plain nbgrader again.
import graders

graders.configure(c)
"""


@dataclass
class Finding:
    """What can be done with one notebook.

    Attributes
    ----------
    way : {"outside", "inside", ""}
        Where its tests run; empty if it cannot be graded.
    reasons : list of str
        Why not outside, or why not at all.
    losses : list of str
        The tests that the instructor's own version does not pass where they run.
    """

    assignment: str
    notebook: str
    way: str = ""
    reasons: list[str] = field(default_factory=list)
    losses: list[str] = field(default_factory=list)


def look(root: Path, source: str = "source") -> Iterator[Finding]:
    """Look at each notebook of a course, one after the other.

    Parameters
    ----------
    root : Path
        The course's folder.
    source : str
        The folder in it with a folder for each assignment.

    Raises
    ------
    CourseError
        If there are no assignments.
    """
    found = sorted(root.glob(f"{source}/*/*.ipynb"))
    if not found:
        raise CourseError(f"there is no notebook in {root / source}/ASSIGNMENT/")
    for path in found:
        finding = Finding(path.parent.name, path.stem)
        try:
            _look_at(root, path, finding)
        except Exception as error:  # whatever is in one, the others are looked at
            finding.reasons.append(f"{type(error).__name__}: {error}".splitlines()[0][:300])
        yield finding


def _look_at(root: Path, path: Path, finding: Finding) -> None:
    if fault := fault_of_assignment(path.parent.name):
        finding.reasons.append(f"{path.parent.name!r} cannot be an assignment: it {fault}")
        return
    notebook = read_notebook(path)
    if fault := language_fault(notebook):
        finding.reasons.append(fault)
        return
    if absent := _absent(notebook, path.parent):
        finding.reasons.append(
            f"it imports {', '.join(absent)}, not installed here: install that, and look again"
        )
        return
    if any(is_to_be_made(cell) for cell in notebook.cells):
        resources = {"metadata": {"path": str(path.parent)}}
        with contextlib.chdir(root):  # where nbgrader looks for autotests.yml
            notebook, _ = InstantiateTests().preprocess(copy.deepcopy(notebook), resources)
    note_structure(notebook)
    inside = with_tests(notebook, INSIDE)
    finding.reasons = problems(notebook) or outside_shortfalls(notebook, Settings(), path.parent)
    if not finding.reasons:
        finding.way = OUTSIDE
        return
    finding.way, finding.losses = INSIDE, shortfalls(inside, Settings(), path.parent)


def _absent(notebook: NotebookNode, folder: Path) -> list[str]:
    """Return what a notebook imports and is neither installed nor beside it."""
    beside = {found.stem for found in folder.iterdir()}
    modules = {name.partition(".")[0] for name in imports_of([notebook], {})} - beside
    return sorted(name for name in modules if importlib.util.find_spec(name) is None)


def lines_for(findings: list[Finding]) -> str:
    """Return the lines of nbgrader_config.py that let the engine grade the course."""
    inside = sorted({one.assignment for one in findings if one.way == INSIDE})
    lines = LINES
    if inside:
        lines += "# Their tests run in the student's process, as nbgrader runs them.\n"
        lines += f"c.Execute.inside = {inside!r}\n"
    return lines


def write(root: Path, lines: str) -> Path:
    """Add lines to a course's configuration; return where that is.

    Raises
    ------
    CourseError
        If the engine's are there already.
    """
    path = root / CONFIG
    text = path.read_text(encoding="utf-8") if path.exists() else "c = get_config()\n"
    if "graders.configure" in text:
        raise CourseError(f"{path} has the lines of the engine already")
    path.write_text(f"{text.rstrip()}\n{lines}", encoding="utf-8")
    return path
