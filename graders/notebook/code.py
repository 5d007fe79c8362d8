"""What the source of a cell binds, defines and takes from outside, read without running it.

The source may be anything that a student typed: what does not parse has no names, but for
`defined`, which then goes by the beginnings of lines. Lines of IPython's (``%magic``, ``!command``)
are passed over.
"""

import ast
import functools
import re
import threading
from collections.abc import Callable, Iterator
from typing import TypeVar

from graders.notebook.exercises import free_names, own_names

# What a parser raises for a source that is wrong, or nested too deeply.
UNPARSABLE = (SyntaxError, ValueError, RecursionError, MemoryError)
# Of a cell with another magic on top the rest is not Python, or defines nothing in the notebook.
_RUNS_BODY = re.compile(r"\s*%%(?:time|capture|prun|python3?|ipython)\b")
_MAGIC_LINE = re.compile(r"^([ \t]*)(?:[%!?].*|[\w.]+\?{1,2}[ \t]*)$", re.MULTILINE)
_MAGIC_VALUE = re.compile(r"^([\w, \t]+=[ \t]*)[%!].*$", re.MULTILINE)
_DEFINITION = re.compile(
    r"^(?:(?:async\s+)?def|class)\s+(\w+)|^(\w+)\s*(?::.*)?=(?!=)", re.MULTILINE
)
# Characters of the sources for which a function's results are remembered: some classes' own code.
MAX_REMEMBERED = 1_000_000

Found = TypeVar("Found")


def remembered(function: Callable[[str], Found]) -> Callable[[str], Found]:
    """Remember what a function returns for a source, of the latest ones.

    Not by their number, as `functools` does: students' sources may be long, and what is made of
    them is some times as large.
    """
    known: dict[str, Found] = {}
    room, lock = MAX_REMEMBERED, threading.Lock()

    @functools.wraps(function)
    def known_or_new(source: str) -> Found:
        nonlocal room
        with lock:
            if source in known:
                known[source] = found = known.pop(source)  # the latest
                return found
        found = function(source)
        with lock:
            if source not in known:
                known[source] = found
                room -= len(source)
            while room < 0:
                oldest = next(iter(known))
                del known[oldest]
                room += len(oldest)
        return found

    return known_or_new


@remembered
def plain(source: str) -> str:
    """Return a cell's source with its magics blanked, line for line, if it has any."""
    try:
        ast.parse(source)
    except UNPARSABLE:
        if source.lstrip().startswith("%%") and not _RUNS_BODY.match(source):
            return ""
        return _MAGIC_VALUE.sub(r"\1None", _MAGIC_LINE.sub(r"\1pass", source))
    return source


def parse(source: str) -> ast.Module | None:
    """Return the tree of a cell's source, None if it does not parse.

    It is not remembered: a tree is some hundred times as large as its source.
    """
    try:
        return ast.parse(plain(source))
    except UNPARSABLE:
        return None


@remembered
def bound(source: str) -> frozenset[str]:
    """Return the names that a cell binds in the notebook, in whatever form.

    >>> sorted(bound("import a.b\\nif a:\\n    def f(x):\\n        y = 1\\n    g, h = f, f"))
    ['a', 'f', 'g', 'h']
    """
    try:
        return frozenset(own_names(plain(source)))
    except UNPARSABLE:
        return frozenset()


@remembered
def defined(source: str) -> frozenset[str]:
    """Return the names that a cell defines: all that it binds, imports left out."""
    tree = parse(source)
    if tree is None:
        return frozenset(match[1] or match[2] for match in _DEFINITION.finditer(source))
    return bound(source) - {name for node in _of_cell(tree) for name in _imported(node)}


@remembered
def free(source: str) -> frozenset[str]:
    """Return the names that a cell takes from outside itself, those of functions included."""
    try:
        return frozenset(free_names(plain(source)))
    except UNPARSABLE:
        return frozenset()


def slice_of(source: str, names: frozenset[str]) -> str:
    """Return the statements of a cell that some names need, with what these need in turn.

    >>> slice_of("a = [1]\\na.append(2)\\nb = len(a)\\nprint(b)\\nc = 3", frozenset("b"))
    'a = [1]\\na.append(2)\\nb = len(a)'
    """
    tree = parse(source)
    statements = tree.body if tree is not None else []
    needed, chosen = set(names), set[int]()
    while True:
        more = {
            number
            for number, statement in enumerate(statements)
            if number not in chosen and needed & _written(statement)
        }
        if not more:
            return "\n".join(ast.unparse(statements[number]) for number in sorted(chosen))
        chosen |= more
        needed.update(*(_read(statements[number]) for number in more))


def _written(statement: ast.stmt) -> set[str]:
    """Return the names that a statement binds, or whose objects it changes as far as one sees."""
    found: set[str] = set()
    for node in _of_cell(statement):
        found.update(_imported(node))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            found.add(node.name)
        elif isinstance(node, ast.Name | ast.Attribute | ast.Subscript):
            if not isinstance(node.ctx, ast.Load):
                found.add(_root(node))
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
            if isinstance(node.value.func, ast.Attribute):
                found.add(_root(node.value.func))
        elif isinstance(node, ast.ExceptHandler) and node.name:
            found.add(node.name)
    return found - {""}


def _read(statement: ast.stmt) -> set[str]:
    read = {node.id for node in _of_cell(statement) if isinstance(node, ast.Name)}
    return read | free(ast.unparse(statement))


def _imported(node: ast.AST) -> list[str]:
    if not isinstance(node, ast.Import | ast.ImportFrom):
        return []
    return [alias.asname or alias.name.partition(".")[0] for alias in node.names]


def _root(node: ast.expr) -> str:
    """Return the name that an attribute or an item is of, however deep."""
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def _of_cell(node: ast.AST) -> Iterator[ast.AST]:
    """Return a node and what is in it, without the insides of functions and classes."""
    todo = [node]
    for found in todo:  # which grows meanwhile
        yield found
        if not isinstance(
            found, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda
        ):
            todo += ast.iter_child_nodes(found)
