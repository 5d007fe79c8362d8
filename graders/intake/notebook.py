"""Makes a submission safe to read: the released notebook with the student's cells put in place.

Nothing of what was handed in is trusted. Of its notebook only these are taken: the source of
solution cells by their `grade_id`, the student's own cells, and the saved outputs of demonstration
cells, for display. Everything else is the released notebook's. A notebook that cannot be read
counts as one in which nothing was answered, and says so.
"""

import copy
import json
import os
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_raw_cell

from graders.notebook import results
from graders.notebook.exercises import grade_id, is_demonstration, is_solution
from graders.notebook.outputs import safe_attachments, safe_outputs

MAX_NOTEBOOK = 32 * 2**20
MAX_SOURCE = 500_000
MAX_CELLS = 2000
NOTE = "**A note from the grader.** {}"

_NEW = {"code": new_code_cell, "markdown": new_markdown_cell, "raw": new_raw_cell}


class UnreadableNotebookError(ValueError):
    """The file cannot be read as a notebook; the message says why, as a sentence."""


@dataclass
class Cell:
    """The parts of a submitted cell that are used."""

    kind: str
    source: str
    name: str | None
    outputs: Any
    attachments: Any


def read(path: Path) -> list[Cell]:
    """Read the cells of a notebook that somebody handed in.

    Raises
    ------
    UnreadableNotebookError
        Whatever is wrong with it.
    """
    try:
        info = os.lstat(path)
        if not stat.S_ISREG(info.st_mode):
            raise UnreadableNotebookError(
                "What was handed in under the notebook's name is not a regular file."
            )
        if info.st_size > MAX_NOTEBOOK:
            raise UnreadableNotebookError(
                f"The notebook is larger than {MAX_NOTEBOOK // 2**20} MB."
            )
        # A link put in its place since is not followed, nor a pipe waited for.
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        with open(handle, "rb") as file:
            data = file.read(MAX_NOTEBOOK + 1)
    except OSError:
        raise UnreadableNotebookError(
            "No notebook was handed in, or it could not be opened."
        ) from None
    if not data.strip():
        raise UnreadableNotebookError("No notebook was handed in, or an empty file.")
    try:
        content = json.loads(data)  # UTF-8, -16 and -32, with or without a byte order mark
    except (ValueError, RecursionError):
        raise UnreadableNotebookError("The notebook is damaged: it is not valid JSON.") from None
    if not isinstance(content, dict):
        raise UnreadableNotebookError("The file is valid JSON, but not a notebook.")
    if "worksheets" in content:
        try:
            content = nbformat.reads(json.dumps(content), as_version=4)
        except Exception:
            raise UnreadableNotebookError(
                "The notebook has an old format and cannot be upgraded."
            ) from None
    cells = content.get("cells")
    if not isinstance(cells, list):
        raise UnreadableNotebookError("The notebook is damaged: it has no cells.")
    return [_cell(cell) for cell in cells[:MAX_CELLS] if isinstance(cell, dict)]


def _cell(cell: dict) -> Cell:
    source = cell.get("source", "")
    if isinstance(source, list):
        source = "".join(line for line in source if isinstance(line, str))
    source = source if isinstance(source, str) else ""
    # One lone surrogate or NUL would stop messages or nbgrader's database.
    source = source[:MAX_SOURCE].encode("utf-8", "replace").decode().replace("\0", "")
    metadata = cell.get("metadata")
    info = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    name = info.get("grade_id") if isinstance(info, dict) else None
    kind = cell.get("cell_type")
    return Cell(
        kind if isinstance(kind, str) and kind in _NEW else "code",
        source.replace("\r\n", "\n"),
        name if isinstance(name, str) else None,
        cell.get("outputs"),
        cell.get("attachments"),
    )


def merge(released: NotebookNode, cells: list[Cell]) -> NotebookNode:
    """Put a student's cells into the released notebook.

    Of several cells with the `grade_id` of one solution the first that differs from what was
    released is the answer; the others count as the student's own cells, in their places, so that
    what ran on the student's machine runs here. A cell of the student's own comes after the
    released cell that it was found after.

    Solution cells then say in their metadata ``graders.submitted`` how they came in.
    """
    known = {grade_id(cell): i for i, cell in enumerate(released.cells)}
    known.pop("", None)
    plain = {
        (cell.cell_type, _bare(cell.source)): i
        for i, cell in enumerate(released.cells)
        if not grade_id(cell)
    }
    answers: dict[int, Cell] = {}
    own: dict[int, list[NotebookNode]] = {}
    outputs: dict[int, Any] = {}
    place = -1
    for cell in cells:
        at = known.get(cell.name or "", plain.get((cell.kind, _bare(cell.source))))
        if at is None and not cell.source.strip():
            continue
        if at is None:
            own.setdefault(place, []).append(_own(cell))
            continue
        place = at
        if is_solution(released.cells[at]):
            before = answers.get(at)
            if before is None or not _differs(before, released.cells[at]):
                answers[at] = cell
            elif _differs(cell, released.cells[at]):
                own.setdefault(at, []).append(_own(cell))
        else:
            outputs[at] = cell.outputs
    merged = copy.deepcopy(released)
    released_cells, merged.cells = merged.cells, own.get(-1, [])
    for at, cell in enumerate(released_cells):
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
        if is_demonstration(cell) and cell.cell_type == "code":
            cell.outputs = safe_outputs(outputs.get(at))
        if is_solution(cell):
            _answer(cell, answers.get(at))
        merged.cells += [cell, *own.get(at, [])]
    return merged


def _answer(cell: NotebookNode, answer: Cell | None) -> None:
    how = results.ABSENT
    if answer is not None:
        how = results.CHANGED if _differs(answer, cell) else results.UNCHANGED
        cell.source = answer.source
        if cell.cell_type == "markdown" and (attached := safe_attachments(answer.attachments)):
            cell.attachments = NotebookNode(attached)
    results.set_submitted(cell, how)


def _own(cell: Cell) -> NotebookNode:
    return _NEW[cell.kind](cell.source)


def _differs(cell: Cell, released: NotebookNode) -> bool:
    return _bare(cell.source) != _bare(released.source)


def _bare(source: str) -> str:
    return "\n".join(line.rstrip() for line in source.strip().split("\n"))


def take_in(path: Path, released: NotebookNode) -> NotebookNode:
    """Return the released notebook with what was handed in, or as it is with a note on top."""
    try:
        cells, trouble = read(path), ""
    except UnreadableNotebookError as error:
        cells, trouble = [], str(error)
    notebook = merge(released, cells)
    if trouble:
        trouble += " It was graded as one in which nothing is answered."
        notebook.cells.insert(0, new_markdown_cell(NOTE.format(trouble)))
        results.write_run_info(notebook, results.RunInfo(notes=[trouble]))
    return notebook
