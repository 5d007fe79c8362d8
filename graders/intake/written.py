"""Finds a written answer that stands outside its cell: in cells nearby, or in the statement."""

import ast
import re
from dataclasses import dataclass, field
from typing import Any

from nbformat import NotebookNode

from graders.notebook.exercises import Exercise, exercises_of, grade_id

_WORDS = re.compile(r"[^\W\d_]{2,}|!\[[^\]]{0,80}\]\(|attachment:|<img\s")


@dataclass(frozen=True)
class Passage:
    """A text of the student's: the released cell after or in which it was found, and where."""

    place: int
    where: str
    text: str
    attachments: dict[str, Any] = field(default_factory=dict)


def prose(kind: str, source: str) -> str:
    """Return the text of a cell that holds no code: Markdown, comments, or prose typed as code."""
    if kind == "code":
        source = _comments(source)
    return source.strip() if _WORDS.search(source) else ""


def _comments(source: str) -> str:
    lines = [line.strip() for line in source.strip().split("\n")]
    if all(line.startswith("#") or not line for line in lines):
        return "\n".join(re.sub(r"^#+ ?", "", line) for line in lines)
    try:
        body = ast.parse(source).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return source if _is_prose(lines) else ""
    texts = [getattr(getattr(node, "value", None), "value", None) for node in body]
    if all(isinstance(text, str) for text in texts):  # nothing but strings
        return "\n\n".join(map(str, texts))
    return ""


def _is_prose(lines: list[str]) -> bool:
    """Whether the lines, which are not Python, read as sentences."""
    text = " ".join(line for line in lines if not line.startswith(("%", "!", "#")))
    words = re.findall(r"(?<!\S)[^\W\d_]{2,}[,.;:!?]?(?!\S)", text)
    return len(words) >= 5 and len(words) * 2 >= len(text.split())


def find_answer(
    notebook: NotebookNode, exercise: Exercise, passages: list[Passage]
) -> list[Passage]:
    """Return what may be the answer to a written exercise.

    It is what stands between its statement and that of the next exercise; if nothing does, what
    stands between the last graded cell before and the statement.
    """
    start, end = _region(notebook, exercise)
    found = [passage for passage in passages if start <= passage.place < end]
    if found:
        return found
    graded = [id(cell) for e in exercises_of(notebook) for cell in (e.solution, *e.tests)]
    before = [i for i, cell in enumerate(notebook.cells[:start]) if id(cell) in graded]
    return [p for p in passages if max(before, default=-1) <= p.place < start]


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
    head = f"*From the grader: the cell for this answer {left}. This was found {where}:*"
    return "\n\n".join([head, *texts]), attachments
