"""Says where in a notebook a name that is missing when it is needed was defined after all."""

import ast
import difflib
import re
from collections.abc import Iterator

from nbformat import NotebookNode

from graders.notebook.answers import is_large, is_students
from graders.notebook.code import bound, defined, parse, plain
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
_CELL_MAGIC = re.compile(r"\s*(%%\w+)")
_MERGE_MARKER = re.compile(r"^(?:<{7}|>{7})(?: |$)", re.MULTILINE)
_READS_FILE = re.compile(
    r"^[ \t]*%(?:run|load)[ \t]+(?:-\w+[ \t]+)*([^\s]{1,100})"
    r"|open\(\s*['\"]([^'\"\n]{1,100}\.py)['\"]",
    re.MULTILINE,
)


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
                return _imported(cell.source, name, error)
            if name in defined(cell.source) or grade_id(cell) == name:
                return f"`{name}` is not defined: its cell stopped with {_told(error, cell)}"
    for number, cell in code:
        if number > place and name in defined(cell.source) and not _in_code(cell.source, name):
            return f"`{name}` is defined only after its tests: move its cell up"
    found = [said for _, cell in code if (said := _in_code(cell.source, name))]
    found += [_in_text(cell, name) for cell in cells if cell.cell_type != "code"]
    found += [_not_run(cell.source, name) for _, cell in code]
    found += [_misspelt(cell, name, {grade_id(other) for other in cells}) for _, cell in code]
    found += [_from_file(cell, name) for _, cell in code if error_of(cell) is not None]
    return next(filter(None, found), "")


def _told(error: NotebookNode, cell: NotebookNode) -> str:
    said = f"{error.ename}: {error.evalue}"
    if _MERGE_MARKER.search(cell.source):
        said += ". It holds merge markers (<<<<<<<): keep one of the two versions"
    return said


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


def _imported(source: str, name: str, error: NotebookNode) -> str:
    tree = parse(source)
    for node in ast.walk(tree) if tree is not None else ():
        if isinstance(node, ast.Import | ast.ImportFrom):
            for alias in node.names:
                if name == (alias.asname or alias.name.partition(".")[0]):
                    module = _module(node) or alias.name
                    if error.ename == "ImportError":  # the module is there
                        return f"`{name}` cannot be imported from `{module}` here: {error.evalue}"
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


def _not_run(source: str, name: str) -> str:
    """Say how a definition is kept from being one: by a magic, as a comment, in a string."""
    is_there = re.compile(rf"^[ \t]*(?:(?:async[ \t]+)?def|class)[ \t]+{name}\b", re.MULTILINE)
    if (magic := _CELL_MAGIC.match(source)) and is_there.search(source) and not plain(source):
        return (
            f"`{name}` is in a cell that begins with `{magic[1]}`, which keeps it from being "
            "defined: remove that line"
        )
    if re.search(rf"^[ \t]*#[ \t#]*def[ \t]+{name}\b", source, re.MULTILINE):
        return f"`{name}` is commented out: remove the `#` before its lines"
    tree = parse(source)
    for node in ast.walk(tree) if tree is not None else ():
        text = node.value if isinstance(node, ast.Constant) else None
        if isinstance(text, str) and is_there.search(text):
            return f"`{name}` is in a string, which is not run: remove the quotes around it"
        if isinstance(node, ast.Delete) and any(_is_name(one, name) for one in node.targets):
            return f"`{name}` was deleted again by a `del`: remove that line"
    return ""


def _is_name(node: ast.AST, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name


def _misspelt(cell: NotebookNode, name: str, exercises: set[str]) -> str:
    """Return what the cell of an exercise, or another one, defines under another name."""
    its = is_solution(cell) and grade_id(cell) == name
    if its and not cell.source.strip():
        return f"`{name}` is not defined; its cell is empty"
    if is_solution(cell) and not its:
        return ""
    others = {other.lower(): other for other in sorted(bound(cell.source) - exercises - {name})}
    close = [others[one] for one in difflib.get_close_matches(name.lower(), others, 1, 0.8)]
    if its and not close:
        tree = parse(cell.source)
        functions = [n.name for n in tree.body if isinstance(n, ast.FunctionDef)] if tree else []
        close = [] if name in functions else functions
    if not close:
        return ""
    where = "its cell" if its else "a cell of yours"
    return f"`{name}` is not defined; {where} defines `{close[-1]}`"


def _from_file(cell: NotebookNode, name: str) -> str:
    """Say that a name may come from a file of the student's, of a cell that failed."""
    tree = parse(cell.source)
    stars = [
        _module(node)
        for node in (ast.walk(tree) if tree is not None else ())
        if isinstance(node, ast.ImportFrom) and node.names[0].name == "*"
    ]
    files = [match[1] or match[2] for match in _READS_FILE.finditer(cell.source)]
    for file in [*stars, *files]:
        return (
            f"`{name}` is not defined. If it is in `{file}`: that is not there when your notebook "
            "is graded, so put its code into the notebook"
        )
    return ""
