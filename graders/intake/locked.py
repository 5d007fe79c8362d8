"""What a student added to cells that are locked: their own code, wherever it was typed.

JupyterLab guards these cells, other editors do not. The released cell is graded as it is; what was
added to it runs as a cell of the student's own.
"""

import ast
import difflib
import re
import textwrap
from collections import Counter

from IPython.core.inputtransformer2 import TransformerManager

MAX_LINES = 2000
# What a test or a demonstration may be given to define. The rest of what was typed there, such as
# other assertions, would run without what stands before it.
_DEFINITIONS = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_SETTINGS = (ast.Assign, ast.AnnAssign, ast.AugAssign, ast.If, ast.Try)


def added_code(released: str, submitted: str, *, definitions: bool) -> str | None:
    """Return the statements that were added or changed at the top level, empty if there are none.

    Parameters
    ----------
    definitions : bool
        Whether to return only what defines something, functions and imports first.

    Returns
    -------
    str or None
        None if the source is not valid Python, or nested too deeply: nothing can be told.
    """
    try:
        source = _as_python(submitted)
        before = Counter(ast.dump(node) for node in ast.parse(_as_python(released)).body)
        nodes = [(node, ast.dump(node)) for node in ast.parse(source).body]
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    added = []
    for node, dumped in nodes:
        if before[dumped]:
            before[dumped] -= 1
        else:
            added.append(node)
    if definitions:
        first = [node for node in added if isinstance(node, _DEFINITIONS)]
        added = first + [node for node in added if isinstance(node, _SETTINGS)]
    lines = [line.encode() for line in re.split(r"(?<=\n)|(?<=\r)(?!\n)", source)]
    return "\n".join(_statement(lines, node) for node in added)


def _as_python(source: str) -> str:
    try:
        ast.parse(source)
    except SyntaxError:
        return TransformerManager().transform_cell(source)  # magics, shell commands
    return source


def _statement(lines: list[bytes], node: ast.stmt) -> str:
    decorators = getattr(node, "decorator_list", [])
    marks = ["@" + _segment(lines, mark) for mark in decorators]
    segment = _segment(lines, node)
    return "\n".join([*marks, textwrap.dedent(segment) if not node.col_offset else segment])


def _segment(lines: list[bytes], node: ast.stmt | ast.expr) -> str:
    """Return the source of a node: ``ast.get_source_segment`` reads all of it for each node."""
    first, last = node.lineno - 1, (node.end_lineno or node.lineno) - 1
    found = lines[first : last + 1]
    found[-1] = found[-1][: node.end_col_offset]
    found[0] = found[0][node.col_offset :]
    return b"".join(found).decode()


def added_text(released: str, submitted: str) -> str:
    """Return the lines of a text that the released one does not have."""
    before, after = _lines(released), _lines(submitted)
    if len(before) + len(after) > MAX_LINES:
        known = set(before)
        return "\n".join(line for line in after if line not in known).strip()
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    added: list[str] = []
    for change, _, _, low, high in matcher.get_opcodes():
        if change in ("insert", "replace"):
            added += after[low:high]
    return "\n".join(added).strip()


def is_changed(released: str, submitted: str) -> bool:
    """Whether a text that is not the released one was made of it: most of its lines are there."""
    before = {line for line in _lines(released) if line.strip()}
    after = set(_lines(submitted))
    return bool(before) and len(before & after) * 2 >= len(before)


def _lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.strip().split("\n")]
