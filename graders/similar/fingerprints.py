"""The fingerprints of a solution: what stays when names, literals, comments and layout change.

A program becomes a sequence of tokens, one for each node of its syntax tree. Names that it binds
itself are all one token; those of libraries (``np.linalg.solve``) stay, for independent solutions
differ in them. Of each K tokens in a row there is a hash, and of each WINDOW of these the lowest is
kept: so what two programs have in common is found, if it is K + WINDOW - 1 tokens long.
"""

import ast
from collections.abc import Iterator
from hashlib import blake2b

from graders.notebook.code import parse

K = 9
WINDOW = 4
# Characters of one solution; what is longer is not compared.
MAX_SOURCE = 50_000
MAX_TOKENS = 20_000

Fingerprints = dict[int, list[tuple[int, int]]]  # a hash, and the lines of the source it is from

_SKIPPED = (ast.Load, ast.Store, ast.Del, ast.Module, ast.TypeIgnore, ast.Pass)
_Token = tuple[str, int]


def fingerprints(source: str) -> Fingerprints | None:
    """Return the fingerprints of a program, None if it does not parse or is too long."""
    if len(source) > MAX_SOURCE or (tree := parse(source)) is None:
        return None
    tokens: list[_Token] = []
    for token in _tokens(tree):
        tokens.append(token)
        if len(tokens) > MAX_TOKENS:
            return None
    hashes = [
        _hash(" ".join(name for name, _ in tokens[place : place + K]))
        for place in range(len(tokens) - K + 1)
    ]
    found: Fingerprints = {}
    for place in _winnowed(hashes):
        lines = [line for _, line in tokens[place : place + K]]
        found.setdefault(hashes[place], []).append((min(lines), max(lines)))
    return found


def _hash(text: str) -> int:
    return int.from_bytes(blake2b(text.encode("utf-8", "replace"), digest_size=8).digest())


def _winnowed(hashes: list[int]) -> list[int]:
    """Return the places of the lowest hash of each window, the last of several."""
    chosen: dict[int, None] = {}
    for start in range(max(1, len(hashes) - WINDOW + 1)):
        window = range(start, min(start + WINDOW, len(hashes)))
        if window:
            chosen[min(window, key=lambda place: (hashes[place], -place))] = None
    return list(chosen)


def _tokens(tree: ast.Module) -> Iterator[_Token]:
    """Return the tokens with their lines, in the order of the program."""
    own, modules = _bound(tree)
    todo: list[tuple[ast.AST, int]] = [(tree, 1)]
    while todo:
        node, line = todo.pop()
        line = getattr(node, "lineno", line)
        if not isinstance(node, _SKIPPED) and (token := _token(node, own, modules)):
            yield token, line
        todo += [(child, line) for child in reversed(_children(node))]


def _bound(tree: ast.Module) -> tuple[set[str], dict[str, str]]:
    """Return the names that a program binds anywhere, and those that stand for modules."""
    own: set[str] = set()
    modules: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            own.add(node.id)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            own.add(node.name)
        elif isinstance(node, ast.arg):
            own.add(node.arg)
        elif isinstance(node, ast.Attribute) and not isinstance(node.ctx, ast.Load):
            own.add(node.attr)
        elif isinstance(node, ast.Import | ast.ImportFrom):
            of = f"{node.module}." if isinstance(node, ast.ImportFrom) and node.module else ""
            for alias in node.names:
                modules[alias.asname or alias.name.partition(".")[0]] = of + alias.name
    return own - modules.keys(), modules


def _token(node: ast.AST, own: set[str], modules: dict[str, str]) -> str:
    kind = type(node).__name__
    if isinstance(node, ast.Import | ast.ImportFrom | ast.alias):
        return ""
    if isinstance(node, ast.Name):
        return "own" if node.id in own else modules.get(node.id, node.id).rpartition(".")[2]
    if isinstance(node, ast.Attribute):
        return kind if node.attr in own else f".{node.attr}"
    if isinstance(node, ast.Constant):
        return type(node.value).__name__ if isinstance(node.value, str | bytes) else "number"
    if isinstance(node, ast.keyword):
        return kind if node.arg is None or node.arg in own else f"{node.arg}="
    return kind


def _children(node: ast.AST) -> list[ast.AST]:
    """Return what is in a node, but for documentation and annotations."""
    if isinstance(node, ast.arg):
        return []
    children = list(ast.iter_child_nodes(node))
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.returns:
        children.remove(node.returns)
    if isinstance(node, ast.AnnAssign):
        children.remove(node.annotation)
    return [child for child in children if not _is_text(child)]


def _is_text(node: ast.AST) -> bool:
    """Whether it is a statement that is a constant: documentation, or nothing."""
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
