"""Mutants of a solution: the same code with one small mistake in it.

A test that no mutant survives looks at everything the solution does. Mistakes are those of slips
and habits: a comparison off by its boundary, a sign, a factor, a constant, a wrong bound of a
range or slice, minimum for maximum. Docstrings, and all that only words an error message, are
left alone.
"""

import ast
import copy
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

COMPARISONS = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
ARITHMETIC = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Div,
    ast.Mod: ast.FloorDiv,
    ast.Pow: ast.Mult,
}
PAIRS = [
    ("max", "min"),
    ("maximum", "minimum"),
    ("argmax", "argmin"),
    ("reduce_max", "reduce_min"),
    ("any", "all"),
    ("sum", "mean"),
    ("reduce_sum", "reduce_mean"),
    ("cos", "sin"),
    ("floor", "ceil"),
]
NAMES = dict(PAIRS) | {right: left for left, right in PAIRS}
RANGES = {"range", "arange"}
CONTEXT = 24

Change = Callable[[Any], None]


@dataclass(frozen=True)
class Mutant:
    """A solution with one mistake.

    Attributes
    ----------
    id : str
        What was changed into what, with some code around it. It does not change when lines move.
    line : int
        Line of the original in which the mistake was put.
    source : str
        The mutated solution; comments are lost.
    """

    id: str
    line: int
    source: str


def mutants(source: str) -> list[Mutant]:
    """Return all mutants of a solution's source, in the order of its lines.

    >>> [m.id for m in mutants("def f(a):\\n    return a < 1")]
    ['`a < 1` → `a <= 1`', '`a < 1` → `a < 2`', '`a < 1` → `a < 0`']
    """
    tree = ast.parse(source)
    found: list[Mutant] = []
    seen = {ast.unparse(tree)}
    count: Counter[str] = Counter()
    for position, node in _sites(tree):
        for change in _changes(node):
            mutated = copy.deepcopy(tree)
            change(list(ast.walk(mutated))[position])
            text = ast.unparse(ast.fix_missing_locations(mutated))
            if text in seen:
                continue
            seen.add(text)
            name = _difference(ast.unparse(tree), text)
            count[name] += 1
            if count[name] > 1:
                name += f" ({count[name]})"
            found.append(Mutant(name, node.lineno, text))
    return found


def _sites(tree: ast.Module) -> list[tuple[int, Any]]:
    """Return the nodes that may be changed, each with its position in `ast.walk`."""
    silent = {
        id(inner) for node in ast.walk(tree) for part in _words(node) for inner in ast.walk(part)
    }
    sites: list[tuple[int, Any]] = [
        (position, node)
        for position, node in enumerate(ast.walk(tree))
        if id(node) not in silent and hasattr(node, "lineno")
    ]
    return sorted(sites, key=lambda site: (site[1].lineno, site[1].col_offset, site[0]))


def _words(node: ast.AST) -> Iterator[ast.AST]:
    """Parts of a statement that only word a message, or only annotate."""
    if isinstance(node, ast.Raise):
        yield node
    elif isinstance(node, ast.Assert) and node.msg is not None:
        yield node.msg
    elif isinstance(node, ast.AnnAssign | ast.arg) and node.annotation is not None:
        yield node.annotation
    elif isinstance(node, ast.FunctionDef) and node.returns is not None:
        yield node.returns


def _changes(node: Any) -> Iterator[Change]:
    """Yield functions, each of which makes one mistake in a copy of the node."""
    match node:
        case ast.Compare():
            for k, operator in enumerate(node.ops):
                other = COMPARISONS[type(operator)]
                yield _put("ops", k, other())
        case ast.BinOp() | ast.AugAssign() if type(node.op) in ARITHMETIC:
            yield _set("op", ARITHMETIC[type(node.op)]())
        case ast.BoolOp():
            new = ast.Or if isinstance(node.op, ast.And) else ast.And
            yield _set("op", new())
        case ast.UnaryOp(op=ast.USub()):
            yield _set("op", ast.UAdd())
        case ast.UnaryOp(op=ast.Not()):
            yield _drop_not
        case ast.Constant():
            for value in _values(node.value):
                yield _set("value", value)
        case ast.Attribute(attr=name) if name in NAMES:
            yield _set("attr", NAMES[name])
        case ast.Call(func=function, args=arguments):
            called = getattr(function, "id", getattr(function, "attr", None))
            if isinstance(function, ast.Name) and called in NAMES:
                yield lambda n: setattr(n.func, "id", NAMES[called])
            if called in RANGES and arguments:
                stop = 0 if len(arguments) == 1 else 1
                if not isinstance(arguments[stop], ast.Constant):
                    for by in (1, -1):
                        yield _shift("args", by, stop)
        case ast.Slice(lower=lower, upper=upper):
            if lower is None:
                yield _set("lower", ast.Constant(1))
            elif not isinstance(lower, ast.Constant):
                yield _shift("lower", 1)
            if upper is None:
                yield _set("upper", ast.Constant(-1))
            elif not isinstance(upper, ast.Constant):
                for by in (1, -1):
                    yield _shift("upper", by)


def _set(name: str, value: object) -> Change:
    return lambda node: setattr(node, name, value)


def _put(name: str, place: int, value: object) -> Change:
    return lambda node: getattr(node, name).__setitem__(place, value)


def _shift(name: str, by: int, place: int | None = None) -> Change:
    """Return what adds 1 or -1 to an expression, or to one in a list."""

    def change(node: Any) -> None:
        if place is None:
            setattr(node, name, _plus(getattr(node, name), by))
        else:
            values = getattr(node, name)
            values[place] = _plus(values[place], by)

    return change


def _drop_not(node: ast.UnaryOp) -> None:
    """Turn `not x` into `not not x`, which needs no other node in its place."""
    node.operand = ast.UnaryOp(ast.Not(), node.operand)


def _values(value: object) -> list[object]:
    if isinstance(value, bool):
        return [not value]
    if isinstance(value, int):
        return [value + 1, value - 1]
    if isinstance(value, float):
        return [2 * value, value / 2] if value else [1.0]
    return []


def _plus(node: ast.expr, by: int) -> ast.expr:
    return ast.BinOp(node, ast.Add() if by > 0 else ast.Sub(), ast.Constant(1))


def _difference(before: str, after: str) -> str:
    """Show the line that differs, cut down to the code around the difference."""
    pairs = zip(before.split("\n"), after.split("\n"), strict=True)
    old, new = next((a.strip(), b.strip()) for a, b in pairs if a != b)
    shorter = min(len(old), len(new))
    start = next((k for k in range(shorter) if old[k] != new[k]), shorter)
    tail = next((k for k in range(shorter - start) if old[-1 - k] != new[-1 - k]), shorter - start)
    first = max(0, start - CONTEXT)
    last = max(0, tail - CONTEXT)
    front, back = "…" if first else "", "…" if last else ""
    return " → ".join(f"`{front}{text[first : len(text) - last]}{back}`" for text in (old, new))
