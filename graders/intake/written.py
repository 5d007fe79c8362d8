"""Finds a written answer that stands outside its cell: in cells nearby, or in the statement."""

import ast
import re
import unicodedata
from dataclasses import dataclass, field
from typing import Any

from nbformat import NotebookNode

from graders.notebook.code import parse
from graders.notebook.exercises import Exercise, exercises_of, grade_id

FOUND = "*From the grader: the cell for this answer"
_WORDS = re.compile(r"[^\W\d_]{2,}|!\[[^\]]{0,80}\]\(|attachment:|<img\s")
# A cell magic whose body is text.
_TEXT_MAGIC = re.compile(r"\s*%%(?:markdown|html|latex)\b[^\n]*\n", re.IGNORECASE)
# What shows a text, or a picture that stands in a file.
_SHOWS_TEXT = {"display", "Markdown", "HTML", "Latex", "Math"}
_SHOWS_PICTURE = {"Image"}
_NUMBER = re.compile(r"^#.*?(\d+)", re.MULTILINE)


@dataclass(frozen=True)
class Passage:
    """A text of the student's: the released cell after or in which it was found, and where."""

    place: int
    where: str
    text: str
    attachments: dict[str, Any] = field(default_factory=dict)


def prose(kind: str, source: str) -> str:
    """Return the text of a cell that may be an answer: Markdown, or what reads so in code."""
    if kind == "code":
        source = _in_code(source)
    return source.strip() if _WORDS.search(source) else ""


def _in_code(source: str) -> str:
    """Return comments, strings that are shown, and prose typed as code."""
    if magic := _TEXT_MAGIC.match(source):
        return source[magic.end() :]
    lines = [line.strip() for line in source.strip().split("\n")]
    remarks = "\n".join(re.sub(r"^#+ ?", "", line) for line in lines if line[:1] in ("#", ""))
    if all(line[:1] in ("#", "") for line in lines):
        return remarks
    tree = parse(source)
    if tree is None or (_is_prose(source) and all(map(_is_of_names, tree.body))):
        text = "\n".join(line for line in lines if line[:1] not in ("%", "!", "#"))
        return source if _is_prose(text) else remarks if _is_prose(remarks) else ""
    found = [(_shown(node), node) for node in tree.body]
    texts = [text for text, _ in found if text]
    if all(text or isinstance(node, ast.Import | ast.ImportFrom) for text, node in found):
        return "\n\n".join(texts)  # nothing but texts
    return "\n\n".join(filter(_is_prose, [remarks, *texts]))


def _is_of_names(node: ast.stmt) -> bool:
    """Whether a statement is words that happen to be Python: "noise, norm"."""
    parts = ast.Expr | ast.Tuple | ast.Name | ast.Compare | ast.BoolOp | ast.UnaryOp
    parts |= ast.expr_context | ast.cmpop | ast.boolop | ast.unaryop
    return all(isinstance(part, parts) for part in ast.walk(node))


def _shown(node: ast.AST) -> str:
    """Return the text that a statement consists of, or shows."""
    match node:
        case ast.Expr(value) | ast.Assign(value=value) | ast.Return(value):
            return _shown(value) if value is not None else ""
        case ast.Constant(str(text)):
            return text
        case ast.Call(ast.Name("print"), args):
            text = "\n".join(filter(None, map(_shown, args)))
            return text if _is_prose(text) else ""
        case ast.Call(ast.Name(name) | ast.Attribute(attr=name), args, keywords):
            given = [*args, *(keyword.value for keyword in keywords)]
            texts = list(filter(None, map(_shown, given)))
            if name in _SHOWS_PICTURE:
                return "\n\n".join(f"![](<{text}>)" for text in texts[:1])
            return "\n\n".join(texts) if name in _SHOWS_TEXT else ""
        case ast.FunctionDef(body=body):
            texts = [_shown(part) for part in body if not isinstance(part, ast.Pass)]
            return "\n\n".join(texts) if all(texts) else ""
    return ""


def _is_prose(text: str) -> bool:
    """Whether a text reads as sentences."""
    words = re.findall(r"(?<!\S)[^\W\d_]{2,}[,.;:!?]?(?!\S)", text)
    if len(words) >= 5 and len(words) * 2 >= len(text.split()):
        return True
    # Scripts that put no blanks between words.
    return sum(unicodedata.category(letter) == "Lo" for letter in text) >= 10


def find_answer(
    notebook: NotebookNode, exercise: Exercise, passages: list[Passage]
) -> list[Passage]:
    """Return what may be the answer to a written exercise.

    It is what stands between its statement and that of the next exercise, and what names it,
    wherever that stands; if nothing does, what stands between the last graded cell before and the
    statement.
    """
    start, end = _region(notebook, exercise)
    name = _naming(notebook, exercise)
    found = [p for p in passages if start <= p.place < end or name.search(_head(p.text))]
    if found:
        return found
    graded = [id(cell) for e in exercises_of(notebook) for cell in (e.solution, *e.tests)]
    before = [i for i, cell in enumerate(notebook.cells[:start]) if id(cell) in graded]
    return [p for p in passages if max(before, default=-1) <= p.place < start]


def _naming(notebook: NotebookNode, exercise: Exercise) -> re.Pattern:
    """Return what finds the name of an exercise, or its number: "Exercise 11", "Answer to 11"."""
    statement = f"{exercise.name}_statement"
    heading = next((cell.source for cell in notebook.cells if grade_id(cell) == statement), "")
    said = [rf"\b{re.escape(exercise.name)}\b"]
    if number := _NUMBER.search(heading):
        said.append(rf"\b[^\W\d_]{{1,20}}[.:]?[ #(]{{0,3}}{number[1]}\b(?!\.\d)")
    return re.compile("|".join(said))


def _head(text: str) -> str:
    return text.strip().partition("\n")[0][:200]


def _region(notebook: NotebookNode, exercise: Exercise) -> tuple[int, int]:
    """Return the places of a statement, or else the answer's cell, and of the next statement."""
    places = {grade_id(cell): i for i, cell in enumerate(notebook.cells)}
    names = [found.name for found in exercises_of(notebook)]
    starts = [min(places.get(f"{name}_statement", places[name]), places[name]) for name in names]
    number = names.index(exercise.name)
    following = starts[number + 1 :]
    return starts[number], min(following, default=len(notebook.cells))


def as_answer(found: list[Passage], left: str) -> tuple[str, dict[str, Any]]:
    """Return a text for the answer's cell, with a line that says where it was found.

    Parameters
    ----------
    left : str
        What was found in the answer's own cell: "was left as it was released".
    """
    attachments: dict[str, Any] = {}
    texts = []
    for number, passage in enumerate(found, 1):
        text = passage.text
        for name, value in passage.attachments.items():
            fresh = f"found-{number}-{name}"
            text = text.replace(f"attachment:{name}", f"attachment:{fresh}")
            attachments[fresh] = value
        texts.append(text)
    where = " and ".join(dict.fromkeys(passage.where for passage in found))
    head = f"{FOUND} {left}. This was found {where}:*"
    return "\n\n".join([head, *texts]), attachments
