"""Makes a submission safe to read: the released notebook with the student's cells put in place.

Nothing of what was handed in is trusted. Of its notebook only these are taken: the source of
solution cells by their `grade_id`, the student's own cells and what was added to locked ones, and
the saved outputs of demonstration cells, for display. Everything else is the released notebook's.
Where nothing can be read, no points are given or lost, and a person is asked to look.
"""

import copy
import logging
import re
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_raw_cell

from graders import bounded
from graders.intake.beside import files_of, find_in_files, listed, set_aside
from graders.intake.candidates import (
    Choice,
    Holds,
    Merge,
    alone,
    astray,
    checkpoints,
    choose,
    in_submission,
)
from graders.intake.limits import SECONDS, TOO_LONG
from graders.intake.locked import added_code, added_text, is_changed
from graders.intake.lost_names import named
from graders.intake.pictures import Files, limited, no_files, shown
from graders.intake.reading import Cell, Reading
from graders.intake.written import Passage, as_answer, find_answer, prose
from graders.names import shown_name
from graders.notebook import results
from graders.notebook.answers import answered, bare, is_students
from graders.notebook.exercises import (
    exercises_of,
    grade_id,
    is_demonstration,
    is_solution,
    is_test,
)
from graders.notebook.outputs import safe_outputs
from graders.notebook.results import ABSENT, CHANGED, UNCHANGED, UNREADABLE

NOTE = "**A note from the grader.** {}"
ADDED = "# From the grader: you added this to the cell `{}`, which is locked.\n"
ADDED_TEXT = "*From the grader: you added this to the cell `{}`, which is locked:*\n\n"
LOST = "{} without nbgrader's metadata: {} were recognised by what they hold."

log = logging.getLogger(__name__)

_DEFINITION = re.compile(r"^[ \t]*(?:def|class)[ \t]+\w+", re.MULTILINE)
_NEW = {"code": new_code_cell, "markdown": new_markdown_cell, "raw": new_raw_cell}


def take_in(path: Path, released: NotebookNode, release: Path | None = None) -> NotebookNode:
    """Return the released notebook with what was handed in, and notes on top.

    Parameters
    ----------
    path : Path
        Where the notebook should be.
    released : NotebookNode
    release : Path, optional
        The folder of the release, ``release/ASSIGNMENT``. With it everything is looked at that
        was handed in beside the notebook, which may have another name or be in an archive.
    """

    def merged(reading: Reading, files: Files) -> NotebookNode:
        return merge(released, reading, files)

    if release is None:
        choice = choose(alone(path), merged, _holds, path.name)
    else:
        choice = _chosen(path, release, merged)
    if choice.notebook is None:
        return _unread(released, choice)
    return _with_notes(choice.notebook, choice)


def _chosen(path: Path, release: Path, merged: Merge) -> Choice:
    """Choose from all that was handed in; what may hold an answer that is missing is named."""
    choice = choose(in_submission(path, release), merged, _holds, path.name)
    if choice.notebook is None or not answered(choice.notebook):
        found = choose(astray(path, release), merged, _holds, path.name)
        choice = _better(choice, found, path)
    if choice.notebook is None or not answered(choice.notebook):
        found = choose(checkpoints(path), merged, _holds, path.name)
        if found.notebook is not None and answered(found.notebook):
            found.attention = f"{found.taken}, an earlier version that Jupyter kept, was graded."
            found.notes = [choice.trouble] if choice.trouble else []
            choice = found
    files = files_of(path, release)
    if choice.notebook is None:
        if files:
            choice.trouble += f" There is: {listed(files)}."
        return choice
    rest = [name for name in [*files, *set_aside(path)] if shown_name(name) not in choice.read]
    if not answered(choice.notebook) and (rest or choice.attention):
        said = choice.attention or f"{choice.taken} holds no answer. There is: {listed(rest)}."
        return Choice(trouble=said)
    if choice.taken in (path.name, *files):
        choice.notes += find_in_files(choice.notebook, files, choice.files)
    return choice


def take_in_apart(path: Path, released: NotebookNode, release: Path) -> NotebookNode:
    """Do `take_in` in a process of its own, in which a file can do no harm but to itself."""
    try:
        return bounded.call(take_in, path, released, release, seconds=SECONDS)[0]
    except bounded.NotDoneError as error:
        log.error("%s cannot be read: %s", path.name, error)
        return unread(released, TOO_LONG)


def _better(inside: Choice, outside: Choice, path: Path) -> Choice:
    """Return the choice beside the submission's folder where it holds answers that are missing."""
    if outside.notebook is None or (inside.notebook and not answered(outside.notebook)):
        if inside.notebook is None and outside.trouble:
            trouble = f"{inside.trouble} {outside.trouble}"
            return replace(inside, trouble=trouble)
        return inside
    note = f"{outside.taken} was graded, which lies beside the folder {path.parent.name}."
    return replace(outside, notes=list(dict.fromkeys([note, *outside.notes])))


def _holds(notebook: NotebookNode) -> Holds:
    names, exercises = answered(notebook), exercises_of(notebook)
    there = sum(e.name in names or results.submitted(e.solution) != ABSENT for e in exercises)
    answers = {e.name: bare(e.solution.source) for e in exercises if e.name in names}
    return Holds(answers, there, [cell.source for cell in notebook.cells if is_students(cell)])


def unread(released: NotebookNode, trouble: str) -> NotebookNode:
    """Return the released notebook for a submission that cannot be read, with the reason on top."""
    return _unread(released, Choice(trouble=trouble))


def _unread(released: NotebookNode, choice: Choice) -> NotebookNode:
    notebook = merge(released, Reading([]))
    for cell in notebook.cells:
        if is_solution(cell):
            results.set_submitted(cell, UNREADABLE)
    said = f"{choice.trouble} Nothing could be graded, so no points were given or taken."
    advice = "Please hand in the notebook once more, or ask your instructor, who was told of it."
    notebook.cells.insert(0, new_markdown_cell(NOTE.format(f"{_escaped(said)} {advice}")))
    info = results.run_info(notebook)
    info.notes, info.attention = [choice.trouble], [choice.trouble]
    results.write_run_info(notebook, info)
    return notebook


def _with_notes(notebook: NotebookNode, choice: Choice) -> NotebookNode:
    info = results.run_info(notebook)
    info.notes = [*choice.notes, *info.notes]
    if choice.attention:
        info.notes.insert(0, choice.attention)
        info.attention.append(choice.attention)
    if info.notes:
        said = "\n".join(f"* {_escaped(note)}{_later(note, info)}" for note in info.notes)
        notebook.cells.insert(0, new_markdown_cell(NOTE.format(f"\n\n{said}")))
        results.write_run_info(notebook, info)
    return notebook


def _later(note: str, info: results.RunInfo) -> str:
    return " An instructor will look at it." if note in info.attention else ""


def _escaped(text: str) -> str:
    """Return a text with names of files in it so that Markdown shows it as it is.

    Names of exercises stand between backticks, where nothing has to be done.
    """
    return re.sub(r"`\w+`|[\\*_\[\]<>#!|~`]", lambda m: m[0] if m[0][1:] else f"\\{m[0]}", text)


@dataclass
class _Placed:
    """A student's cells by the places of the released cells that they belong to."""

    answers: dict[int, Cell] = field(default_factory=dict)
    before: dict[int, list[Cell]] = field(default_factory=dict)
    after: dict[int, list[Cell]] = field(default_factory=dict)
    outputs: dict[int, Any] = field(default_factory=dict)
    passages: list[Passage] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def merge(released: NotebookNode, reading: Reading, files: Files = no_files) -> NotebookNode:
    """Put a student's cells into the released notebook.

    Of several cells with the `grade_id` of one solution the first that differs from what was
    released is the answer; the others count as the student's own cells, in their places, so that
    what ran on the student's machine runs here. A cell of the student's own comes after the
    released cell that it was found after. What was added to a locked cell runs after it, and
    before it if it is a test. A written answer is looked for in the texts nearby if its own cell
    has none.

    Solution cells then say in their metadata ``graders.submitted`` how they came in.
    """
    files = limited(files)
    placed = _placed(released, reading.cells)
    notes = [*reading.notes, *placed.notes]
    merged = copy.deepcopy(released)
    notes += _find_written(merged, placed)
    released_cells, merged.cells = merged.cells, [_own(c, files) for c in placed.after.get(-1, [])]
    for at, cell in enumerate(released_cells):
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
        if is_demonstration(cell) and cell.cell_type == "code":
            cell.outputs = safe_outputs(placed.outputs.get(at))
        if is_solution(cell):
            _answer(cell, placed.answers.get(at), files)
        merged.cells += [_own(one, files) for one in placed.before.get(at, [])]
        merged.cells.append(cell)
        merged.cells += [_own(one, files) for one in placed.after.get(at, [])]
    if notes:
        results.write_run_info(merged, replace(results.run_info(merged), notes=notes))
    return merged


def _placed(released: NotebookNode, cells: list[Cell]) -> _Placed:
    known = {grade_id(cell): i for i, cell in enumerate(released.cells)}
    known.pop("", None)
    plain = {
        (cell.cell_type, bare(cell.source)): i
        for i, cell in enumerate(released.cells)
        if not grade_id(cell)
    }
    placed = _Placed()
    there = {cell.name for cell in cells if cell.name in known}
    if cells and len(there) < len(known):
        found = named(released, cells, there)
        if not there:
            placed.notes.append(LOST.format("The notebook came", "its cells"))
        elif any(new.name != old.name for new, old in zip(found, cells, strict=True)):
            placed.notes.append(LOST.format("Some cells came", "they"))
        cells = found
    place = -1
    missing = _missing_texts(released, cells)
    stubs = {bare(cell.source) for cell in released.cells if is_solution(cell)}
    for cell in cells:
        at = known.get(cell.name or "", plain.get((cell.kind, bare(cell.source))))
        if at is None and (not cell.source.strip() or bare(cell.source) in stubs):
            continue
        if at is None:
            placed.after.setdefault(place, []).append(cell)
            _note_passage(placed, place, cell, missing)
            continue
        place = at
        if not is_solution(released.cells[at]):
            placed.outputs[at] = cell.outputs
            _take_edit(placed, at, released.cells[at], cell)
            continue
        before = placed.answers.get(at)
        if before is None or not _differs(before, released.cells[at]):
            placed.answers[at] = cell
        elif _differs(cell, released.cells[at]):
            placed.after.setdefault(at, []).append(cell)
            _note_passage(placed, at, cell, [])
    return placed


def _missing_texts(released: NotebookNode, cells: list[Cell]) -> list[NotebookNode]:
    """Return the released cells without a name that are not there as they were released."""
    there = {(cell.kind, bare(cell.source)) for cell in cells}
    return [
        cell
        for cell in released.cells
        if not grade_id(cell) and (cell.cell_type, bare(cell.source)) not in there
    ]


def _note_passage(placed: _Placed, place: int, cell: Cell, missing: list[NotebookNode]) -> None:
    """Remember the text of a cell of the student's own, or what was added to a released text."""
    source = cell.source
    where = "in a cell of your own" if cell.kind != "code" else "in a code cell of your own"
    for released in missing:
        if released.cell_type == cell.kind and is_changed(released.source, source):
            source = added_text(released.source, source)
            if " ".join(source.split()) in " ".join(released.source.split()):
                return  # the same, with its lines broken elsewhere
            where = "in the text of another cell"
            break
    text = prose(cell.kind, source)
    if text:
        attachments = cell.attachments if isinstance(cell.attachments, dict) else {}
        placed.passages.append(Passage(place, where, text, attachments))


def _was_released(cell: Cell, released: NotebookNode) -> bool:
    """Whether a locked cell is as an earlier release had it, before an instructor corrected it."""
    from nbgrader.utils import compute_checksum  # which takes a second, and is rarely needed

    once = NotebookNode(cell_type=cell.kind, source=cell.source, metadata=released.metadata)
    return compute_checksum(once) == cell.checksum


def _take_edit(placed: _Placed, at: int, released: NotebookNode, cell: Cell) -> None:
    """Take what was added to a locked cell."""
    if not _differs(cell, released) or _was_released(cell, released):
        return
    name = grade_id(released)
    if released.cell_type != "code" or cell.kind != "code":
        text = prose(cell.kind, added_text(released.source, cell.source))
        if text:
            where = "in the text of another cell"
            if name.endswith("_statement"):
                where = "in the statement of an exercise"
            attachments = cell.attachments if isinstance(cell.attachments, dict) else {}
            placed.passages.append(Passage(at, where, text, attachments))
        if _DEFINITION.search(text):  # where it is looked for, should it be missing
            own = replace(cell, kind="markdown", source=ADDED_TEXT.format(name) + text, name=None)
            placed.after.setdefault(at, []).append(own)
        return
    partly = is_test(released) or is_demonstration(released)
    code = added_code(released.source, cell.source, definitions=partly)
    if code is None and partly:
        placed.notes.append(
            f"What was changed in the locked cell `{name}` is not valid Python and was left out."
        )
    elif code is None or code.strip():
        own = replace(cell, source=ADDED.format(name) + (code or cell.source), name=None)
        where_to = placed.before if is_test(released) else placed.after
        if own.source not in [other.source for other in where_to.get(at, [])]:
            where_to.setdefault(at, []).append(own)


def _find_written(released: NotebookNode, placed: _Placed) -> list[str]:
    """Put in place the written answers that stand elsewhere; return notes on them."""
    notes = []
    places = {grade_id(cell): i for i, cell in enumerate(released.cells)}
    for exercise in exercises_of(released):
        at = places[exercise.name]
        answer = placed.answers.get(at)
        left = "is missing"
        if answer is not None:
            left = "is empty" if not answer.source.strip() else "was left as it was released"
        if not exercise.written or (
            answer is not None and answer.source.strip() and _differs(answer, released.cells[at])
        ):
            continue
        if found := find_answer(released, exercise, placed.passages):
            source, attachments = as_answer(found, left)
            placed.answers[at] = Cell("markdown", source, exercise.name, None, attachments)
            notes.append(f"`{exercise.name}`: its cell {left}; the answer was found elsewhere.")
    return notes


def _answer(cell: NotebookNode, answer: Cell | None, files: Files) -> None:
    how = ABSENT
    if answer is not None:
        how = CHANGED if _differs(answer, cell) else UNCHANGED
        cell.source = answer.source
        if cell.cell_type == "markdown" and answer.kind == "code":  # a comment, most likely
            cell.source = prose("code", answer.source) or answer.source
            answer = replace(answer, source=cell.source)
        if cell.cell_type == "markdown":
            cell.source, attachments = shown(answer.source, answer.attachments, files)
            if attachments:
                cell.attachments = NotebookNode(attachments)
    results.set_submitted(cell, how)


def _own(cell: Cell, files: Files) -> NotebookNode:
    if cell.kind == "code":
        return _NEW[cell.kind](cell.source)
    source, attachments = shown(cell.source, cell.attachments, files)
    more = {"attachments": NotebookNode(attachments)} if attachments else {}
    return _NEW[cell.kind](source, **more)


def _differs(cell: Cell, released: NotebookNode) -> bool:
    return bare(cell.source) != bare(released.source)
