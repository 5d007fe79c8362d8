"""The part of a cell that defines something, for when the whole of it cannot be run.

Runs in the student's process.
"""

import ast
import copy
from collections.abc import Callable, Iterable

from graders.execute.wire.protocol import Part

Parse = Callable[[str], list[ast.stmt]]
_ALWAYS = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Import | ast.ImportFrom
_ASSIGNMENTS = ast.Assign | ast.AnnAssign | ast.AugAssign
# What may run for long, or do something to the process.
_CALLS = ast.Call | ast.Await | ast.comprehension
# The magics that run the rest of their cell.
_RUNS_BODY = ("time", "capture", "prun", "python", "python3")


def of(nodes: Iterable[ast.stmt], parse: Parse, part: Part) -> list[ast.stmt]:
    """Return those of some statements that define something.

    Parameters
    ----------
    nodes : iterable of ast.stmt
    parse : callable
        Returns the statements of the body of a cell magic.
    part : {"bindings", "definitions"}
        With "definitions" assignments whose value is computed by a call, and loops, are left out.
    """
    found: list[ast.stmt] = []
    for node in nodes:
        if isinstance(node, _ALWAYS):
            found.append(node)
        elif isinstance(node, _ASSIGNMENTS):
            if part == "bindings" or not _calls(node):
                found.append(node)
        elif isinstance(node, ast.If | ast.Try | ast.With | ast.For):
            loops = isinstance(node, ast.For) and part == "definitions"
            if not loops and any(isinstance(inner, _ALWAYS) for inner in ast.walk(node)):
                found.append(_reduced(node, parse, part))
        else:
            found += of(body(node, parse), parse, part)
    return found


def _calls(node: ast.AST) -> bool:
    """Whether running a statement calls something; what is in a lambda is not run."""
    todo = [node]
    for part in todo:  # which grows meanwhile
        if isinstance(part, _CALLS):
            return True
        if not isinstance(part, ast.Lambda):
            todo += ast.iter_child_nodes(part)
    return False


def _reduced(node: ast.stmt, parse: Parse, part: Part) -> ast.stmt:
    """Return a block with what defines something in it."""
    reduced = copy.copy(node)
    for name in ("body", "orelse", "finalbody"):
        inside = getattr(node, name, [])
        if inside:
            setattr(reduced, name, of(inside, parse, part) or [_nothing(inside[0])])
    if isinstance(reduced, ast.Try):
        reduced.handlers = [copy.copy(handler) for handler in reduced.handlers]
        for handler in reduced.handlers:
            handler.body = of(handler.body, parse, part) or [_nothing(handler.body[0])]
    return reduced


def _nothing(place: ast.stmt) -> ast.stmt:
    return ast.copy_location(ast.Pass(), place)


def body(node: ast.stmt, parse: Parse) -> list[ast.stmt]:
    """Return the statements of a cell that a magic on its top runs, none if it is another."""
    match node:
        case ast.Expr(
            ast.Call(
                ast.Attribute(ast.Call(ast.Name("get_ipython")), "run_cell_magic"),
                [ast.Constant(name), _, ast.Constant(str(source))],
            )
        ) if name in _RUNS_BODY:
            try:
                return parse(source)
            except (SyntaxError, ValueError, RecursionError, MemoryError):
                return []
    return []


def bare(node: ast.stmt) -> ast.stmt | None:
    """Return a function without decorators and annotations, which may be of a missing package."""
    if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        return None
    given = node.args
    arguments = [*given.posonlyargs, *given.args, *given.kwonlyargs, given.vararg, given.kwarg]
    annotated = [argument for argument in arguments if argument and argument.annotation]
    if not (node.decorator_list or annotated or node.returns):
        return None
    plain = copy.deepcopy(node)
    plain.decorator_list, plain.returns = [], None
    for part in ast.walk(plain.args):
        if isinstance(part, ast.arg):
            part.annotation = None
    return plain
