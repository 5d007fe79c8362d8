"""The structure of an assignment's notebook: its exercises, their tests, points and names.

Everything is read from the nbgrader metadata of *our* notebook (``source/`` or ``release/``),
never from a submission. The conventions are those of the syllabus: the solution cell of an
exercise has its name as ``grade_id``, its tests are ``test_NAME`` and ``test_NAME__ASPECT``,
its statement is ``NAME_statement``.
"""

import ast
import builtins
import symtable
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
from nbformat import NotebookNode

DEMONSTRATION = "demonstration"


class StructureError(ValueError):
    """A notebook does not follow the conventions of the course."""


@dataclass
class Exercise:
    """One exercise: the cell that a student edits, and the cells that grade it.

    Its name is also that of the function asked for. A written answer has no tests. What it `uses`
    are earlier exercises that its solution or a test of it may call (cell metadata
    ``graders.uses`` of the solution cell).
    """

    name: str
    solution: NotebookNode
    tests: list[NotebookNode] = field(default_factory=list)
    uses: tuple[str, ...] = ()

    @property
    def written(self) -> bool:
        """Whether it is a written answer, graded by hand."""
        return grade_info(self.solution).get("grade", False)

    @property
    def graded(self) -> list[NotebookNode]:
        """The cells that points are given for: the tests, or the written answer."""
        return [self.solution] if self.written else self.tests

    @property
    def points(self) -> float:
        """The sum of the points of its graded cells."""
        return sum(grade_info(cell)["points"] for cell in self.graded)


def read_notebook(path: Path | str) -> NotebookNode:
    """Read a notebook of ours (version 4)."""
    return nbformat.read(str(path), as_version=4)


def grade_info(cell: NotebookNode) -> dict:
    """Return the cell's nbgrader metadata, empty if it has none."""
    return cell.metadata.get("nbgrader", {})


def grade_id(cell: NotebookNode) -> str:
    """Return the cell's ``grade_id``, empty if it has none."""
    return grade_info(cell).get("grade_id") or ""


def is_solution(cell: NotebookNode) -> bool:
    """Whether the student edits this cell (code, or a written answer)."""
    return bool(grade_info(cell).get("solution"))


def is_test(cell: NotebookNode) -> bool:
    """Whether the cell is an automatically graded test cell."""
    info = grade_info(cell)
    return bool(info.get("grade")) and not info.get("solution")


def is_demonstration(cell: NotebookNode) -> bool:
    """Whether the cell only shows something and is not run when grading."""
    return DEMONSTRATION in cell.metadata.get("tags", [])


def exercise_of_test(name: str) -> str:
    """Return the exercise that a test cell's ``grade_id`` belongs to.

    >>> exercise_of_test("test_lasso__zeros")
    'lasso'
    """
    return name.removeprefix("test_").split("__")[0]


def exercises_of(notebook: NotebookNode) -> list[Exercise]:
    """Return the exercises of a notebook in order.

    Raises
    ------
    StructureError
        If a test cell belongs to no solution cell before it, or an exercise uses one that does
        not come before it.
    """
    found: dict[str, Exercise] = {}
    for cell in notebook.cells:
        name = grade_id(cell)
        if is_solution(cell):
            uses = tuple(cell.metadata.get("graders", {}).get("uses", ()))
            for used in uses:
                if used not in found:
                    raise StructureError(f"{name} uses {used}, which does not come before it")
            found[name] = Exercise(name, cell, uses=uses)
        elif is_test(cell):
            exercise = exercise_of_test(name)
            if exercise not in found:
                raise StructureError(f"test cell {name} comes before any solution cell {exercise}")
            found[exercise].tests.append(cell)
    return list(found.values())


def free_names(source: str) -> set[str]:
    """Return the names that a cell's source takes from outside itself, builtins excepted.

    >>> sorted(free_names("import numpy as np\\nassert f(np.ones(3)) == g(1)"))
    ['f', 'g']
    """
    table = symtable.symtable(source, "<cell>", "exec")
    free: set[str] = set()
    scopes = [table]
    for scope in scopes:  # which grows meanwhile
        scopes += scope.get_children()
        for symbol in scope.get_symbols():
            if symbol.is_referenced() and (symbol.is_global() or scope is table):
                free.add(symbol.get_name())
    return free - _own(table) - {*dir(builtins), "__name__"}


def own_names(source: str) -> set[str]:
    """Return the names that a cell's source binds at its top level, in blocks as well.

    >>> sorted(own_names("import numpy as np\\nif np:\\n    def f(x):\\n        y = 1"))
    ['f', 'np']
    """
    return _own(symtable.symtable(source, "<cell>", "exec"))


def _own(table: symtable.SymbolTable) -> set[str]:
    return {s.get_name() for s in table.get_symbols() if s.is_assigned() or s.is_imported()}


def imported_modules(source: str | bytes) -> set[str]:
    """Return the modules that a source imports anywhere; none if it is not plain Python.

    >>> sorted(imported_modules("import numpy as np\\ndef f():\\n    from scipy.stats import chi"))
    ['numpy', 'scipy.stats']
    """
    found: set[str] = set()
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return found
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


def imports_of(notebooks: Iterable[NotebookNode], released: dict[str, bytes]) -> list[str]:
    """Return the modules that an instructor's notebooks and the released files import.

    A student's process has them from the start; what else is imported takes its time.
    """
    sources: list[str | bytes] = [
        cell.source for notebook in notebooks for cell in notebook.cells if cell.cell_type == "code"
    ]
    sources += [content for name, content in released.items() if name.endswith(".py")]
    found: set[str] = set().union(*map(imported_modules, sources))
    if any(name.startswith("matplotlib") for name in found):
        found.add("matplotlib.backends.backend_agg")  # where pictures are drawn
    return sorted(found)


def allowed_names(exercise: Exercise) -> set[str]:
    """Return the names that tests of an exercise may take from the student."""
    return {exercise.name, *exercise.uses}
