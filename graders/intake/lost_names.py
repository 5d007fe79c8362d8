"""Recognises by their content cells that lost their metadata, as in other programs."""

from collections.abc import Iterator
from dataclasses import replace

from nbformat import NotebookNode

from graders.intake.locked import is_changed
from graders.intake.reading import Cell
from graders.notebook.answers import bare, defined
from graders.notebook.exercises import exercises_of, grade_id, is_solution

_RELEASED = "-"  # in the place of the name of a released cell that has none


def named(released: NotebookNode, cells: list[Cell], there: set[str]) -> list[Cell]:
    """Return cells with the names of the released cells that they are, if these are not there.

    A cell that holds what was released is that cell; one that defines what an exercise asks for is
    its answer; and where no cell has a name, so is the only text right below the statement of a
    written one.

    Parameters
    ----------
    there : set of str
        The names of released cells that cells have.
    """
    lost = [cell for cell in released.cells if grade_id(cell) and grade_id(cell) not in there]
    content = {(c.cell_type, bare(c.source)): _RELEASED for c in released.cells if not grade_id(c)}
    for cell in reversed(lost):  # of equal ones the first
        content[cell.cell_type, bare(cell.source)] = grade_id(cell)
    names = [
        cell.name if cell.name in there else content.get((cell.kind, bare(cell.source)), "")
        for cell in cells
    ]
    gone = [exercise for exercise in exercises_of(released) if exercise.name not in there]
    code = {e.name: set(e.asked) for e in gone if not e.written and e.name not in names}
    for at, cell in enumerate(cells):
        if not names[at] and cell.kind == "code":
            names[at] = next((one for one in code if code[one] & defined(cell.source)), "")
            code.pop(names[at] or "", None)
        names[at] = names[at] or _changed_from(cell, lost)
    if not there:
        for at, name in _texts_below(cells, names):
            names[at] = name if any(e.written and e.name == name for e in gone) else ""
    return [
        cell if name in ("", _RELEASED) else replace(cell, name=name)
        for cell, name in zip(cells, names, strict=True)
    ]


def _changed_from(cell: Cell, lost: list[NotebookNode]) -> str:
    """Return the name of the locked cell that a cell was made of, empty if there is none."""
    for released in lost:
        if is_solution(released) or released.cell_type != cell.kind:
            continue
        if is_changed(released.source, cell.source):
            return grade_id(released)
    return ""


def _texts_below(cells: list[Cell], names: list[str]) -> Iterator[tuple[int, str]]:
    """Yield the places of texts that stand alone below a statement, and its exercise."""
    for at in range(1, len(cells)):
        above = names[at - 1]
        exercise = above.removesuffix("_statement")
        if names[at] or cells[at].kind == "code" or exercise == above:
            continue
        if at + 1 == len(cells) or names[at + 1] or cells[at + 1].kind == "code":
            yield at, exercise
