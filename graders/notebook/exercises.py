"""The structure of an assignment's notebook: its exercises, their tests, points and names.

Everything is read from the metadata of *our* notebook (``source/`` or ``release/``), never from a
submission. The conventions are those of the syllabus: the solution cell of an exercise has its name
as ``grade_id``, its tests are ``test_NAME`` and ``test_NAME__ASPECT``, its statement is
``NAME_statement``. For notebooks that have others `graders.notebook.structure` finds out, and notes
it in the metadata, before the solutions are cut out.
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
# Where tests run: in a process of their own, or in the student's as nbgrader runs them.
OUTSIDE, INSIDE = "outside", "inside"


class StructureError(ValueError):
    """A notebook does not follow the conventions of the course."""


@dataclass
class Exercise:
    """One exercise: the cell that a student edits, and the cells that grade it.

    Its name is the `grade_id` of its cell, and mostly that of the function asked for. An answer
    that is graded by hand, of text or of code, has no tests. What it `uses` are earlier exercises
    that its solution or a test of it may call (cell metadata ``graders.uses`` of the solution
    cell); what is `asked` for are the names that tests take from it, ``graders.names`` there. A
    test that belongs to no cell that a student fills in is an exercise of its own.
    """

    name: str
    solution: NotebookNode
    tests: list[NotebookNode] = field(default_factory=list)
    uses: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    allowed: frozenset[str] = frozenset()  # what its tests may take from the student
    # Those of these names that are to be classes, with what the author's have.
    classes: dict[str, list[str]] = field(default_factory=dict)
    # The kinds of objects that its answers may consist of; see `graders.notebook.crossing`.
    kinds: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        self.asked = self.asked or (self.name,)
        self.allowed = self.allowed.union(self.asked)

    @property
    def title(self) -> str:
        """What people are told that it is: a name that it is asked for, not that of a cell."""
        return self.name if self.name in self.asked else self.asked[0]

    @property
    def by_hand(self) -> bool:
        """Whether its answer is graded by hand, text or code."""
        return is_solution(self.solution) and bool(grade_info(self.solution).get("grade"))

    @property
    def written(self) -> bool:
        """Whether its answer is a text."""
        return self.by_hand and self.solution.cell_type != "code"

    @property
    def graded(self) -> list[NotebookNode]:
        """The cells that points are given for: the tests, or the written answer."""
        return [self.solution, *self.tests] if self.by_hand else self.tests

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


def is_task(cell: NotebookNode) -> bool:
    """Whether the cell is a task, which students answer in cells of their own."""
    return bool(grade_info(cell).get("task"))


def prelude_of(test: NotebookNode) -> str:
    """Return what a test needs of the author's cells above; see `graders.notebook.structure`."""
    return test.metadata.get("graders", {}).get("prelude", "")


def is_changing(test: NotebookNode) -> bool:
    """Whether a test has functions change their arguments: its metadata ``graders.changes``."""
    return bool(test.metadata.get("graders", {}).get("changes"))


def where_tests_run(notebook: NotebookNode, default: str = OUTSIDE) -> str:
    """Return `OUTSIDE` or `INSIDE`: what the metadata ``graders.tests`` of a notebook says."""
    return notebook.metadata.get("graders", {}).get("tests") or default


def exercises_of(notebook: NotebookNode) -> list[Exercise]:
    """Return the exercises of a notebook in order.

    Raises
    ------
    StructureError
        If an exercise uses one that does not come before it.
    """
    found: dict[str, Exercise] = {}
    for cell in notebook.cells:
        name = grade_id(cell)
        if is_solution(cell):
            about = cell.metadata.get("graders", {})
            uses = tuple(about.get("uses", ()))
            for used in uses:
                if used not in found:
                    raise StructureError(f"{name} uses {used}, which does not come before it")
            asked = tuple(about.get("names", ()))
            allowed = frozenset[str]().union(*(found[used].asked for used in uses))
            classes = {name: list(has) for name, has in about.get("classes", {}).items()}
            for used in uses:
                classes |= found[used].classes
            kinds = frozenset(about.get("kinds", ())).union(*(found[used].kinds for used in uses))
            tests = found[name].tests if name in found else []  # of a cell that is there twice
            found[name] = Exercise(name, cell, tests, uses, asked, allowed, classes, kinds)
        elif is_test(cell):
            owner = cell.metadata.get("graders", {}).get("exercise") or named_exercise(name)
            if owner not in found:
                owner = next(reversed(found), name)
            found.setdefault(owner, Exercise(owner, cell)).tests.append(cell)
    return list(found.values())


def exercises_of_tests(notebook: NotebookNode) -> dict[str, str]:
    """Return the exercise that each test belongs to, by the `grade_id` of the test."""
    return {grade_id(test): e.name for e in exercises_of(notebook) for test in e.tests}


def named_exercise(name: str) -> str:
    """Return the exercise that a test belongs to by its name.

    >>> named_exercise("test_lasso__zeros")
    'lasso'
    """
    return name.removeprefix("test_").split("__")[0]


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
