"""Says where in a notebook a name that is missing when it is needed was defined after all."""

import ast
import difflib
import re
from collections.abc import Iterator

from nbformat import NotebookNode

from graders.notebook.answers import is_large, is_students
from graders.notebook.code import bound, defined, parse
from graders.notebook.exercises import grade_id, is_solution
from graders.notebook.results import error_of

_SCOPES = {ast.ClassDef: "class", ast.FunctionDef: "function", ast.AsyncFunctionDef: "function"}
_BLOCKS = {
    ast.If: "an `if`",
    ast.For: "a `for`",
    ast.AsyncFor: "a `for`",
    ast.While: "a `while`",
    ast.Try: "a `try`",
    ast.With: "a `with`",
    ast.Match: "a `match`",
}


def whereabouts(cells: list[NotebookNode], place: int, name: str) -> str:
    """Return a sentence on where a name is defined and what to do, empty if it is nowhere.

    Parameters
    ----------
    cells : list of NotebookNode
        The cells of a notebook, those before `place` with their outputs.
    place : int
        Where the name was needed and not there.
    name : str
    """
    if is_large(NotebookNode(cells=cells)):
        return ""
    code = [
        (number, cell)
        for number, cell in enumerate(cells)
        if cell.cell_type == "code" and is_students(cell)
    ]
    for number, cell in code:
        error = error_of(cell) if number < place else None
        if error is not None:
            if name in bound(cell.source) - defined(cell.source):
                return _imported(cell.source, name)
            if name in defined(cell.source) or grade_id(cell) == name:
                return f"`{name}` is not defined: its cell stopped with {_told(error)}"
    for number, cell in code:
        if number > place and name in defined(cell.source) and not _in_code(cell.source, name):
            return f"`{name}` is defined only after its tests: move its cell up"
    found = [said for _, cell in code if (said := _in_code(cell.source, name))]
    found += [_in_text(cell, name) for cell in cells if cell.cell_type != "code"]
    found += [_misspelt(cell, name) for _, cell in code]
    return next(filter(None, found), "")


def _told(error: NotebookNode) -> str:
    return f"{error.ename}: {error.evalue}"


def _in_code(source: str, name: str) -> str:
    tree = parse(source)
    for inside in _around(tree, name) if tree is not None else ():
        for outer in reversed(inside):
            if type(outer) in _SCOPES and isinstance(outer, ast.ClassDef | ast.FunctionDef):
                kind = _SCOPES[type(outer)]
                return (
                    f"`{name}` is defined inside the {kind} `{outer.name}`: move it out, to the "
                    "left margin"
                )
        if inside and type(inside[0]) in _BLOCKS:
            block = _BLOCKS[type(inside[0])]
            return f"`{name}` is defined inside {block} that did not run: move it out of there"
    return ""


def _imported(source: str, name: str) -> str:
    tree = parse(source)
    for node in ast.walk(tree) if tree is not None else ():
        if isinstance(node, ast.Import | ast.ImportFrom):
            for alias in node.names:
                if name == (alias.asname or alias.name.partition(".")[0]):
                    module = _module(node) or alias.name
                    return (
                        f"`{name}` is imported from `{module}`, which is not there when your "
                        "notebook is graded: do without it, or put its code into the notebook"
                    )
    return ""


def _module(node: ast.Import | ast.ImportFrom) -> str:
    return "." * node.level + (node.module or "") if isinstance(node, ast.ImportFrom) else ""


def _around(tree: ast.AST, name: str) -> Iterator[tuple[ast.AST, ...]]:
    """Return the blocks around each place where a name is bound, outermost first."""
    todo: list[tuple[tuple[ast.AST, ...], ast.AST]] = [((), tree)]
    for around, node in todo:  # which grows meanwhile
        if _binds(node, name):
            yield around
        within = (*around, node) if type(node) in _SCOPES or type(node) in _BLOCKS else around
        todo += [(within, child) for child in ast.iter_child_nodes(node)]


def _binds(node: ast.AST, name: str) -> bool:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return node.name == name
    targets = node.targets if isinstance(node, ast.Assign) else []
    return any(isinstance(target, ast.Name) and target.id == name for target in targets)


def _in_text(cell: NotebookNode, name: str) -> str:
    if is_students(cell) and re.search(
        rf"^[ \t]*def[ \t]+{name}[ \t]*\(", cell.source, re.MULTILINE
    ):
        return f"`{name}` is written in a text cell, which is not run: make it a code cell"
    return ""


def _misspelt(cell: NotebookNode, name: str) -> str:
    """Return what the cell of an exercise defines under another name."""
    if not (is_solution(cell) and grade_id(cell) == name):
        return ""
    others = {other.lower(): other for other in sorted(bound(cell.source))}
    close = difflib.get_close_matches(name.lower(), others, 1, 0.8)
    return f"`{name}` is not defined; its cell defines `{others[close[0]]}`" if close else ""
