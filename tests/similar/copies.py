"""Copies of a solution as a student would disguise them, made by changing its syntax tree."""

import ast
import random


def renamed(source: str, seed: int = 0) -> str:
    """Rename what the function binds inside, its parameters excepted if they are keywords."""
    tree = ast.parse(source)
    names = {n.id for n in ast.walk(tree) if isinstance(n, ast.Name) and _stores(n)}
    names |= {n.arg for n in ast.walk(tree) if isinstance(n, ast.arg)}
    names -= {n.name for n in tree.body if isinstance(n, ast.FunctionDef)}
    new = {name: f"v{seed}_{number}" for number, name in enumerate(sorted(names))}

    class Rename(ast.NodeTransformer):
        def visit_Name(self, node: ast.Name) -> ast.Name:
            node.id = new.get(node.id, node.id)
            return node

        def visit_arg(self, node: ast.arg) -> ast.arg:
            node.arg = new.get(node.arg, node.arg)
            return node

    return ast.unparse(Rename().visit(tree))


def _stores(node: ast.Name) -> bool:
    return not isinstance(node.ctx, ast.Load)


def literals_changed(source: str, seed: int = 0) -> str:
    """Change numbers and texts."""

    class Change(ast.NodeTransformer):
        def visit_Constant(self, node: ast.Constant) -> ast.Constant:
            if isinstance(node.value, str):
                node.value += "!"
            elif isinstance(node.value, int | float) and not isinstance(node.value, bool):
                node.value += 1
            return node

    return ast.unparse(Change().visit(ast.parse(source)))


def commented(source: str, seed: int = 0) -> str:
    """Add comments, blank lines and documentation, and indent by two."""
    lines = []
    for number, line in enumerate(ast.unparse(ast.parse(source)).split("\n")):
        indent = len(line) - len(line.lstrip())
        lines.append(" " * (indent // 2) + line.lstrip() + f"  # step {number}: my own idea")
        lines.append("")
    return "\n".join(lines)


def reordered(source: str, seed: int = 0) -> str:
    """Exchange neighbouring statements that do not depend on each other, and definitions."""
    tree = ast.parse(source)
    chance = random.Random(seed)
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if not isinstance(body, list):
            continue
        for place in range(len(body) - 1):
            one, other = body[place : place + 2]
            if _exchangeable(one, other) and chance.random() < 0.8:
                body[place : place + 2] = [other, one]
    return ast.unparse(tree)


def _exchangeable(one: ast.stmt, other: ast.stmt) -> bool:
    if isinstance(one, ast.FunctionDef) and isinstance(other, ast.FunctionDef):
        return True
    simple = ast.Assign | ast.AugAssign | ast.Expr
    if not (isinstance(one, simple) and isinstance(other, simple)):
        return False
    there = _names(one, True) & _names(other, False)
    return not there and not _names(other, True) & _names(one, False)


def _names(node: ast.AST, stored: bool) -> set[str]:
    return {n.id for n in ast.walk(node) if isinstance(n, ast.Name) and _stores(n) >= stored}


def split(source: str, seed: int = 0) -> str:
    """Put the second half of each function into a helper."""
    tree = ast.parse(source)
    body = []
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and len(node.body) > 2:
            half = len(node.body) // 2
            known = {arg.arg for arg in node.args.args}
            known |= set().union(*(_names(one, True) for one in node.body[:half]))
            read = set().union(*(_names(one, False) for one in node.body[half:]))
            given = sorted(known & read)
            text = f"def part_of_{node.name}({', '.join(given)}):\n    pass"
            helper = ast.parse(text).body[0]
            helper.body = node.body[half:]  # type: ignore[attr-defined]
            call = ast.parse(f"def f():\n    return part_of_{node.name}({', '.join(given)})")
            node.body = [*node.body[:half], call.body[0].body[0]]  # type: ignore[attr-defined]
            body.append(helper)
        body.append(node)
    tree.body = body
    return ast.unparse(ast.fix_missing_locations(tree))


def everything(source: str, seed: int = 0) -> str:
    """All of them, one after the other."""
    for change in (reordered, renamed, literals_changed, commented):
        source = change(source, seed)
    return source


KINDS = {
    "renamed": renamed,
    "reordered": reordered,
    "literals changed": literals_changed,
    "split into helpers": split,
    "comments added": commented,
    "all but helpers": everything,
}
