"""Puts together a notebook that was handed in in parts: each answer from where it is."""

import copy

from nbformat import NotebookNode

from graders.notebook.answers import answered, bare, defined
from graders.notebook.exercises import exercises_of, grade_id, grade_info


def with_answers_of(notebook: NotebookNode, other: NotebookNode) -> tuple[NotebookNode, list[str]]:
    """Return a notebook with the answers that only another one holds, and their names.

    Both have the released cells, in the same order. With the answers come the student's own cells
    of the other one, but for those that define an exercise which is answered here.
    """
    there = answered(notebook)
    missing = [e.name for e in exercises_of(other) if e.name in answered(other) - there]
    if not missing:
        return notebook, []
    asked = {name for e in exercises_of(notebook) if e.name in there for name in e.asked}
    known = {_content(cell) for cell in notebook.cells}
    place: object = ""
    own: dict[object, list[NotebookNode]] = {}
    for cell in other.cells:
        if grade_info(cell) or _content(cell) in known:
            place = _place(cell)
        elif not (cell.cell_type == "code" and defined(cell.source) & asked):
            own.setdefault(place, []).append(cell)
    answers = {grade_id(cell): cell for cell in other.cells if grade_id(cell) in missing}
    cells = own.pop("", [])
    for cell in notebook.cells:
        cells += [answers.get(grade_id(cell), cell), *own.pop(_place(cell), [])]
    return NotebookNode(notebook, cells=copy.deepcopy(cells)), missing


def _content(cell: NotebookNode) -> tuple[str, str]:
    return cell.cell_type, bare(cell.source)


def _place(cell: NotebookNode) -> object:
    """Return what tells a released cell from others."""
    return grade_id(cell) or _content(cell)
