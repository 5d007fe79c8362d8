"""Says why a test that passes inside a student's process fails outside of it, and what to change.

The author reads it when a release is refused. It goes by what the source of the test does.
"""

import ast
import re
from collections.abc import Collection, Iterator

from graders.notebook.code import bound, parse

_CALLS = {
    r"(plt|pyplot)\.(gca|gcf|get_fignums)": (
        "takes the current figure, which is in the student's process: have the function return "
        "its figure or axes"
    ),
    r"(open|os\.path\.\w+|os\.listdir|os\.stat|\w*[pP]ath\.\w+)"
    r"|\w+(\.\w+)*\.(write_text|read_text|exists|write_bytes|read_bytes)"
    r"|tempfile\.\w+|(pd|pandas)\.read_\w+|np\.load(txt)?": (
        "reads or writes a file, and the student's process has files of its own: have the "
        "function return the text, or release the file beside the notebook"
    ),
    r"inspect\.\w+": (
        "asks about the student's function itself, which stays in the student's process: check "
        "what it returns"
    ),
    r"(\w+\.)*(patch|patch\.object|patch\.dict)|monkeypatch\.\w+": (
        "replaces something in the test's process, and the student's code is in another: pass "
        "what it needs as an argument"
    ),
    r"random\.setstate|(np|numpy)\.random\.set_state": (
        "sets the state of random numbers in the test's process alone: seed them instead"
    ),
    r"exec|eval|get_ipython(\(\))?(\.\w+)*|\w*ipython\.\w+": (
        "runs code by its text, in the test's process, where the student's code is not"
    ),
}
_CALLS_OF = [(re.compile(words), said) for words, said in _CALLS.items()]


def remedy(source: str, students: Collection[str]) -> str:
    """Return why a test fails outside, with the line that it may be; empty if nobody knows.

    Parameters
    ----------
    source : str
        Of the test.
    students : collection of str
        The names that it takes from the student.

    Examples
    --------
    >>> remedy("plot(3)\\nax = plt.gca()", {"plot"}).partition(",")[0]
    "line 2 takes the current figure"
    """
    tree = parse(source)
    for node in ast.walk(tree) if tree is not None else ():
        for said in _of(node, source, frozenset(students)):
            return f"line {getattr(node, 'lineno', 1)} {said}"
    return ""


def _of(node: ast.AST, source: str, students: frozenset[str]) -> Iterator[str]:
    if isinstance(node, ast.Call):
        name = ast.unparse(node.func)
        yield from (said for words, said in _CALLS_OF if words.fullmatch(name))
        passed = [*node.args, *(keyword.value for keyword in node.keywords)]
        if isinstance(node.func, ast.Name) and node.func.id in students:
            yield from _of_functions(node.func.id, passed, source)
    if isinstance(node, ast.FunctionDef) and node.decorator_list:
        for decorator in node.decorator_list:
            if isinstance(decorator, ast.Name) and decorator.id in students:
                yield _copied(node.name)
    if isinstance(node, ast.Attribute | ast.Subscript) and not isinstance(node.ctx, ast.Load):
        root = node.value
        while isinstance(root, ast.Attribute | ast.Subscript):
            root = root.value
        if isinstance(root, ast.Name) and root.id in students | {"builtins", "sys", "os"}:
            yield (
                f"changes `{root.id}` in the test's process alone: have a function of the "
                "student's do it, or pass it as an argument"
            )


def _of_functions(name: str, passed: list[ast.expr], source: str) -> Iterator[str]:
    tree = parse(source)
    nodes = ast.walk(tree) if tree is not None else ()
    functions = {node.name for node in nodes if isinstance(node, ast.FunctionDef)}
    for one in passed:
        if isinstance(one, ast.Name) and one.id in functions & bound(source):
            yield _copied(one.id)
        elif isinstance(one, ast.Lambda | ast.Attribute):
            yield f"passes a function to `{name}`, where a copy of it is called: {_RETURN}"


_RETURN = "what it changes does not come back; check what is returned"


def _copied(name: str) -> str:
    return f"passes the function `{name}`, of which a copy is called: {_RETURN}"
