"""Finds out what belongs together in an instructor's notebook, where names of cells do not tell.

Authors give cells the names that they like, and JupyterLab its own (``cell-1a2b…``). What is found
is noted in the metadata, where `graders.notebook.exercises` reads it: the release has no solutions
any more by which it could be found again.
"""

import ast
import contextlib
import importlib

from nbformat import NotebookNode

from graders.notebook.borrowed import visible
from graders.notebook.code import bound, defined, free, parse, slice_of
from graders.notebook.crossing import data_class, kinds_in
from graders.notebook.exercises import (
    StructureError,
    exercises_of,
    grade_id,
    is_solution,
    is_test,
    named_exercise,
)

_OF_NAMED = "_asdict", "_fields", "_make", "_replace"


def is_to_be_made(test: NotebookNode) -> bool:
    """Whether nbgrader makes the checks of a test when it releases it (``### AUTOTEST f(2)``)."""
    return any("AUTOTEST" in line and line.lstrip()[:1] == "#" for line in test.source.split("\n"))


def check_made(notebook: NotebookNode) -> None:
    """Make sure that no test of a notebook is one that nbgrader still has to make.

    Raises
    ------
    graders.notebook.exercises.StructureError
    """
    for cell in notebook.cells:
        if is_test(cell) and is_to_be_made(cell):
            raise StructureError(
                f"the tests in {grade_id(cell)} are made when the notebook is released (AUTOTEST), "
                "so it is graded in its course, by `python -m graders grade`"
            )


def note_structure(notebook: NotebookNode) -> None:
    """Note in the metadata of cells what their names do not tell; the notebook is changed.

    * ``graders.exercise`` of a test: the solution it belongs to, which is found by its name, then
      by the names that it takes, then by its place.
    * ``graders.names`` of a solution: those of the names that it defines which tests take.
    * ``graders.classes`` of a solution: those of these names that are classes, with the
      attributes, methods and operators that they have.
    * ``graders.kinds`` of a solution: the kinds of objects that cross as data beside those that
      always do, and the names of its data classes.
    * ``graders.uses`` of a solution: earlier ones whose names its tests take, beside those that
      the author has noted.
    * ``graders.prelude`` of a test: the statements of the author's cells above, of tests what
      students see, that bind what else it takes. They run before the test, wherever that runs.
    """
    solutions: dict[str, NotebookNode] = {}
    defines: dict[str, frozenset[str]] = {}
    takes: dict[str, frozenset[str]] = {}
    for cell in notebook.cells:
        name = grade_id(cell)
        if is_solution(cell) and cell.cell_type == "code":
            solutions[name], defines[name], takes[name] = cell, defined(cell.source), frozenset()
        elif is_test(cell) and solutions:
            taken, owner = _taken(cell.source), named_exercise(name)
            if owner not in solutions:
                latest = list(reversed(solutions))
                owner = next((one for one in latest if defines[one] & taken), latest[0])
                _note(cell, "exercise", owner)
            takes[owner] |= taken
    taken_somewhere = frozenset().union(*takes.values())
    kinds = kinds_in(cell.source for cell in notebook.cells if cell.cell_type == "code")
    earlier: list[str] = []
    for name, cell in solutions.items():
        asked = sorted(defines[name] & taken_somewhere)
        if asked and asked != [name]:
            _note(cell, "names", asked)
        if classes := {n: has for n, has in _classes(cell.source).items() if n in asked}:
            _note(cell, "classes", classes)
        if takes[name] and (crossing := sorted({*kinds, *_data_classes(cell.source)})):
            _note(cell, "kinds", crossing)
        known = [one for one in cell.metadata.get("graders", {}).get("uses", ()) if one in earlier]
        there = defines[name].union({name}, known, *(defines[one] for one in known))
        used = {
            next((one for one in reversed(earlier) if taken in defines[one]), "")
            for taken in takes[name] - there
        }
        if used - {""}:
            _note(cell, "uses", [one for one in earlier if one in used.union(known)])
        earlier.append(name)
    for exercise in exercises_of(notebook):
        for test in exercise.tests:
            if prelude := _prelude(notebook, test, exercise.allowed):
                _note(test, "prelude", prelude)


def _taken(source: str) -> frozenset[str]:
    """Return what a test takes from others; by its text, too: ``"total" in globals()``."""
    tree, taken = parse(source), free(source)
    nodes = list(ast.walk(tree)) if tree is not None else []
    if {"globals", "locals", "dir", "vars"}.isdisjoint(
        node.id for node in nodes if isinstance(node, ast.Name)
    ):
        return taken
    texts = (node.value for node in nodes if isinstance(node, ast.Constant))
    return taken | {text for text in texts if isinstance(text, str) and text.isidentifier()}


def _classes(source: str) -> dict[str, list[str]]:
    """Return the classes of a source, each with what any of them has: they may inherit."""
    tree = parse(source)
    nodes = tree.body if tree is not None else []
    classes = [node for node in nodes if isinstance(node, ast.ClassDef)]
    has: set[str] = set()
    for part in (part for node in classes for part in ast.walk(node)):
        if isinstance(part, ast.FunctionDef):
            has.add(part.name)
        elif isinstance(part, ast.Attribute) and isinstance(part.ctx, ast.Store):
            has.add(part.attr)
    for statement in (statement for node in classes for statement in node.body):
        has |= bound(ast.unparse(statement))
    for node in classes:
        has |= _made_by(node)
    found = {node.name: sorted(has) for node in classes}
    return found | {name: list(_OF_NAMED) for name in _named_tuples(nodes)}


def _made_by(node: ast.ClassDef) -> set[str]:
    """Return the methods that a class has by its decorators and by what it inherits."""
    words = {word for part in [*node.decorator_list, *node.bases] for word in _words(part)}
    made: set[str] = set()
    if "dataclass" in words:
        made |= {"__eq__", "__repr__"}
    if words & {"order", "total_ordering"}:
        made |= {"__lt__", "__le__", "__gt__", "__ge__"}
    if "NamedTuple" in words:
        made |= {"__eq__", "__repr__", "__getitem__", *_OF_NAMED}
    if words & {"Enum", "IntEnum", "StrEnum", "Flag"}:
        made |= {"name", "value"}
    return made


def _words(node: ast.AST) -> set[str]:
    found: set[str] = set()
    for part in ast.walk(node):
        said = (getattr(part, key, None) for key in ("id", "attr", "arg"))
        found |= {word for word in said if isinstance(word, str)}
    return found


def _named_tuples(nodes: list[ast.stmt]) -> list[str]:
    """Return the names of classes that statements make by ``namedtuple(…)``."""
    return [
        target.id
        for node in nodes
        if isinstance(node, ast.Assign)
        and isinstance(node.value, ast.Call)
        and _words(node.value.func) & {"namedtuple", "NamedTuple"}
        for target in node.targets
        if isinstance(target, ast.Name)
    ]


def _data_classes(source: str) -> list[str]:
    """Return the data classes of a source that hold data and do nothing: these cross as data."""
    tree = parse(source)
    classes = [n for n in (tree.body if tree is not None else ()) if isinstance(n, ast.ClassDef)]
    return [
        data_class(node.name)
        for node in classes
        if any("dataclass" in _words(part) for part in node.decorator_list)
        and not node.bases
        and all(isinstance(part, ast.AnnAssign | ast.Expr | ast.Pass) for part in node.body)
    ]


def _prelude(notebook: NotebookNode, test: NotebookNode, allowed: frozenset[str]) -> str:
    """Return the statements of the author's cells before a test that bind what it takes."""
    found: list[str] = []
    needed = free(test.source) - allowed - star_names(test.source)
    for cell in reversed(notebook.cells[: notebook.cells.index(test)]):
        if cell.cell_type != "code":
            continue
        # Of a solution only what it imports: the rest is the student's.
        source = _imports(cell.source) if is_solution(cell) else visible(cell)
        stars = _stars(source, needed)
        if stars or needed & bound(source):
            found.insert(0, "\n".join(filter(None, [*stars, slice_of(source, needed)])))
            there = bound(found[0]) | star_names(found[0])
            needed = needed - there | (free(found[0]) - there - allowed)
    return "\n".join(found)


def _imports(source: str) -> str:
    """Return the statements of a source that import, of its top level."""
    tree = parse(source)
    nodes = tree.body if tree is not None else []
    imports = [node for node in nodes if isinstance(node, ast.Import | ast.ImportFrom)]
    return "\n".join(map(ast.unparse, imports))


def _stars(source: str, needed: frozenset[str]) -> list[str]:
    """Return the lines ``from MODULE import *`` of a source by which it has names."""
    tree = parse(source)
    lines = [ast.unparse(node) for node in (tree.body if tree is not None else ())]
    return [line for line in lines if needed & star_names(line)]


def star_names(source: str) -> frozenset[str]:
    """Return the names that a source has by ``from MODULE import *``, of modules that are here."""
    found: set[str] = set()
    tree = parse(source)
    for node in tree.body if tree is not None else ():
        if isinstance(node, ast.ImportFrom) and node.names[0].name == "*" and node.module:
            with contextlib.suppress(Exception):
                module = importlib.import_module(node.module)
                public = [name for name in vars(module) if not name.startswith("_")]
                found.update(getattr(module, "__all__", public))
    return frozenset(found)


def _note(cell: NotebookNode, key: str, value: object) -> None:
    cell.metadata["graders"] = NotebookNode(cell.metadata.get("graders", {}), **{key: value})
