"""An answer as a person reads it to grade it: rendered as on feedback pages.

Whoever reads is an instructor who is logged in. So of what a student wrote no HTML passes, nothing
leads anywhere, and it is rendered by a process with limits; see `graders.feedback.filters`.
"""

import re
from dataclasses import dataclass, field
from html import escape
from pathlib import Path

from markupsafe import Markup
from nbformat import NotebookNode

from graders.feedback import filters, rendering
from graders.notebook.exercises import (
    Exercise,
    exercises_of,
    grade_id,
    grade_info,
    is_task,
    read_notebook,
)
from graders.notebook.outputs import safe_attachments, safe_outputs
from graders.notebook.results import CHANGED, result_of, submitted
from graders.record.answers import beside

_LINK = re.compile(r'<a\b[^>]*?href="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
_MARKS = re.compile(r"^.*### (BEGIN|END) (MARK SCHEME|SOLUTION|HIDDEN TESTS).*$\n?", re.MULTILINE)
_SCHEME = re.compile(
    r"^[^\n]*### BEGIN MARK SCHEME[^\n]*\n(.*?)(?:^[^\n]*### END MARK SCHEME[^\n]*\n?|\Z)",
    re.MULTILINE | re.DOTALL,
)


@dataclass(frozen=True)
class Part:
    """A piece of an answer, as HTML, with a word about what it is."""

    label: str
    html: Markup


@dataclass(frozen=True)
class Asked:
    """What was asked, from the instructor's notebook; empty where that does not say it.

    Attributes
    ----------
    exercise : str
        Whose name it has in the gradebook.
    statement, rubric, model : Markup
    """

    exercise: str
    title: str
    statement: Markup = field(default_factory=Markup)
    rubric: Markup = field(default_factory=Markup)
    model: Markup = field(default_factory=Markup)


def asked(notebook: Path, cell: str) -> Asked:
    """Return what is asked in a cell of the instructor's notebook, which may be gone."""
    if not notebook.is_file():
        return Asked(cell, cell)
    nb = read_notebook(notebook)
    exercise = _owner(nb, cell)
    if exercise is None:
        return Asked(cell, cell)
    solution = exercise.solution
    statement = _statement(nb, exercise)
    texts = [solution.source if is_task(solution) else "", statement.source if statement else ""]
    rubric = [text for one in (*texts, solution.source) for text in _SCHEME.findall(one)]
    model = _MARKS.sub("", _SCHEME.sub("", solution.source)).strip()
    return Asked(
        exercise.name,
        exercise.title,
        _ours(statement, _MARKS.sub("", _SCHEME.sub("", statement.source)))
        if statement
        else Markup(),
        _ours(solution, "\n\n".join(dict.fromkeys(rubric))),
        Markup()
        if is_task(solution)
        else _ours(solution, model, code=solution.cell_type == "code"),
    )


def _owner(nb: NotebookNode, cell: str) -> Exercise | None:
    for exercise in exercises_of(nb):
        for graded in exercise.graded:
            if grade_id(graded) == cell:
                # A task is not a test of the exercise before it.
                return Exercise(cell, graded) if is_task(graded) else exercise
    return None


def _statement(nb: NotebookNode, exercise: Exercise) -> NotebookNode | None:
    """Return the cell that states an exercise: the one that is named so, or the text before it."""
    if is_task(exercise.solution):
        return exercise.solution
    before = None
    for cell in nb.cells:
        if grade_id(cell) == f"{exercise.name}_statement":
            return cell
        if cell is exercise.solution:
            return before
        if cell.cell_type == "markdown":
            before = cell
    return before


def _ours(cell: NotebookNode, source: str, code: bool = False) -> Markup:
    if not source.strip():
        return Markup()
    if code:
        return Markup(rendering.code(source, "ipython3", None, None))
    return Markup(rendering.markdown(source, True, cell.get("attachments", {})))


def answer(notebook: NotebookNode, exercise: str, cell: str) -> list[Part]:
    """Return what a student answered, in the graded notebook.

    That is the cell that was to be filled in; where it is as it was released, the student's own
    cells beside it; of a task those that follow it. A box says what a person gave for an earlier
    answer, if that was another.
    """
    found = {grade_id(one): one for one in notebook.cells if grade_id(one)}
    graded, solution = found.get(cell), found.get(exercise)
    limits: dict = {}  # of all parts together
    parts = []
    if graded is not None and is_task(graded):
        parts += [_part(one, notebook, limits, "") for one in _following(notebook, graded)]
    elif solution is not None:
        parts.append(_part(solution, notebook, limits, ""))
        if submitted(solution) != CHANGED:
            label = "The answer is as it was released. A cell of the student's own beside it:"
            own = beside(notebook, solution)
            parts += [_part(one, notebook, limits, label) for one in own]
    if graded is not None and graded is not solution and (result := result_of(graded)):
        message = f"{result.state}: {result.message}" if result.message else str(result.state)
        parts.append(Part(f"The test {cell} says:", Markup("<pre>{}</pre>").format(message)))
    if (note := found.get(f"{exercise}_earlier")) is not None:
        context = {"cell": note, "resources": limits, "nb": notebook}
        parts.append(Part("", Markup(filters.markdown2html(context, note.source))))
    return parts


def _following(notebook: NotebookNode, task: NotebookNode) -> list[NotebookNode]:
    start = next(number for number, one in enumerate(notebook.cells) if one is task)
    found = []
    for one in notebook.cells[start + 1 :]:
        if grade_info(one):
            break
        found.append(one)
    return found


def _part(cell: NotebookNode, notebook: NotebookNode, limits: dict, label: str) -> Part:
    # Of the cell only what it holds: whatever its metadata say, it is a student's.
    attachments = safe_attachments(cell.get("attachments", {}))
    bare = NotebookNode(metadata=NotebookNode(), attachments=attachments)
    context = {"cell": bare, "resources": limits, "nb": {"metadata": {}}}
    if not cell.source.strip():
        return Part(label or "Nothing was written.", Markup())
    if cell.cell_type != "code":
        return Part(
            label, Markup(_LINK.sub(_unlinked, filters.markdown2html(context, cell.source)))
        )
    html = filters.highlight_code(context, cell.source)
    outputs = "".join(_output(context, one) for one in safe_outputs(cell.get("outputs", [])))
    return Part(label, Markup(html + outputs))


def _unlinked(link: re.Match) -> str:
    """Return the text of a link, and in brackets where it would lead."""
    return f'{link[2]} <span class="address">({link[1]})</span>'


def _output(context: dict, one: NotebookNode) -> str:
    if one.output_type == "stream":
        return f"<pre>{filters.ansi2html(context, one.text)}</pre>"
    if one.output_type == "error":
        return f"<pre>{filters.ansi2html(context, chr(10).join(one.traceback))}</pre>"
    for kind in ("image/png", "image/jpeg"):
        if kind in one.data:
            source = f"data:{kind};base64,{escape(one.data[kind])}"
            return f'<img alt="A figure that the cell shows" src="{source}">'
    if "text/html" in one.data:
        return f"<div>{one.data['text/html']}</div>"
    return f"<pre>{filters.ansi2html(context, one.data.get('text/plain', ''))}</pre>"
