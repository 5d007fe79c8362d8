"""Prepares the page for the student: of every test its visible part, result and message."""

from collections import Counter
from html import escape
from typing import Any

from nbformat import NotebookNode, from_dict
from nbformat.v4 import new_markdown_cell
from nbgrader.api import Comment, Gradebook, MissingEntry
from nbgrader.preprocessors import GetGrades, NbGraderPreprocessor
from traitlets import List

from graders.notebook.exercises import INSIDE, exercises_of, grade_id, grade_info, is_test
from graders.notebook.hidden import split_hidden
from graders.notebook.outputs import safe_outputs
from graders.notebook.results import Result, State, result_of, run_info
from graders.record.gradebook import Item, items, notebook_id, rows

HIDDEN_NOTE = "# Hidden tests ran here."
NOT_GRADED = "not graded yet"
_COLOURS = {
    State.PASSED: "#2e7d32",
    State.PARTIAL: "#b26a00",
    State.BY_HAND: "#555",
    State.NEWER_PYTHON: "#555",
    State.UNREADABLE: "#555",
    State.GRADER_ERROR: "#555",
}
_FAILED_COLOUR = "#b00020"


class Grades(GetGrades):
    """nbgrader's ``GetGrades``, which asks the gradebook for each cell, with two questions in all.

    Raises
    ------
    MissingEntry
        If the gradebook has no such submission, or not one of its cells.
    """

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        """Put scores and comments into the cells' metadata, the totals into the resources."""
        info = resources["nbgrader"]
        with Gradebook(info["db_url"]) as gradebook:
            found = notebook_id(gradebook, info["notebook"], info["assignment"], info["student"])
            self._items = items(gradebook, found)
            comments = rows(gradebook, Comment, found, Comment.comment)
        self._comments = {name: comment for comment, name in comments}
        nb, resources = super().preprocess(nb, resources)
        info["score"] = max(0.0, info["score"])  # as nbgrader exports it
        info["waiting"] = sum(one.max_score for one in self._items.values() if not one.graded)
        return nb, resources

    def _get_comment(self, cell: NotebookNode, resources: dict) -> None:
        cell.metadata.nbgrader["comment"] = self._of(cell, self._comments)

    def _get_score(self, cell: NotebookNode, resources: dict) -> None:
        info = cell.metadata.nbgrader
        info["item"] = item = self._of(cell, self._items)
        info["score"], info["points"] = item.score, item.max_score

    def _of(self, cell: NotebookNode, found: dict[str, Any]) -> Any:
        name = grade_id(cell)
        if name not in found:
            raise MissingEntry(f"the gradebook has no cell {name} for this submission")
        return found[name]


RAN_INSIDE = "The tests ran in one process with your code."


class FeedbackPage(NbGraderPreprocessor):
    """Goes between `Grades` and ``CSSHTMLHeaderPreprocessor`` in the feedback.

    The hidden regions of the tests are taken out, each graded cell gets its state and message, and
    of all other outputs only what is safe to show stays.
    """

    # The exporter sets it on every preprocessor, and warns of one that does not take it.
    display_data_priority: List = List().tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        """Rewrite the notebook for the student."""
        nb.metadata.pop("widgets", None)
        nb.cells.insert(0, _overview(nb))
        for cell in nb.cells:
            if is_test(cell):
                cell.source = _visible(cell.source)
            if cell.cell_type != "code":
                continue
            if is_test(cell):
                result = result_of(cell)
                cell.outputs = [_verdict(result, _item(cell))] if result else []
            else:
                cell.outputs = safe_outputs(cell.outputs)
        return nb, resources


def _item(cell: NotebookNode) -> Item:
    return grade_info(cell)["item"]


def _overview(nb: NotebookNode) -> NotebookNode:
    """Return a cell with the points by exercise, in place of nbgrader's list of nameless cells."""
    rows = []
    for number, exercise in enumerate(exercises_of(nb), 1):
        if not exercise.graded:
            continue
        graded = [one for cell in exercise.graded if (one := _item(cell)).graded]
        points = f"{sum(one.score for one in graded):g}" if graded else "·"
        counts = Counter(map(_said, exercise.graded))
        said = next(iter(counts))
        if len(counts) > 1:
            said = ", ".join(f"{count} {state}" for state, count in counts.items())
        first = grade_id(exercise.graded[0])
        rows.append(
            f"| {number} | [`{exercise.title}`](#{first}) "
            f"| {points} of {exercise.points:g} | {said} |"
        )
    head = "| | exercise | points | tests |\n|---:|:---|:---|:---|\n"
    style = "<style>.rendered_html td, .rendered_html th, td, th { padding: 0.1em 0.7em }</style>"
    way = f"\n\n{RAN_INSIDE}" if run_info(nb).tests == INSIDE else ""
    cell = new_markdown_cell(f"{style}\n\n{head}" + "\n".join(rows) + way)
    # Ours, so that its style is not escaped.
    cell.metadata["nbgrader"] = {"locked": True, "solution": False, "grade": False}
    return cell


def _said(cell: NotebookNode) -> str:
    """Say how a graded cell came to its points: a person's word comes before the machine's."""
    item, result = _item(cell), result_of(cell)
    if item.manual is not None:
        said = "graded by hand"
    elif result is None or result.state == State.BY_HAND:
        said = "graded" if item.graded else NOT_GRADED
    else:
        said = str(result.state)
    said += ", with extra credit" if item.extra and item.graded else ""
    return f"{said}, to be looked at again" if item.waits and item.graded else said


def _visible(source: str) -> str:
    visible, hidden = split_hidden(source)
    return visible.rstrip("\n") + (f"\n\n{HIDDEN_NOTE}" if hidden.strip() else "")


def _verdict(result: Result, item: Item) -> NotebookNode:
    """Return the result of a test as an output: the state, the points, the message."""
    state = result.state.value.capitalize()
    if item.manual is not None:
        state = f"Graded by hand (the test: {result.state})"
    points = f"{item.score:g} of " if item.graded else ""
    head = f"{state} · {points}{item.max_score:g} points"
    colour = _COLOURS.get(result.state, _FAILED_COLOUR) if item.manual is None else "#555"
    parts = [f'<strong style="color: {colour}">{head}</strong>']
    if result.message:
        parts.append(_code(result.message))
    if result.line:
        parts += ["In this part of the test:", _code(result.line)]
    text = "\n".join([head, result.message, result.line]).strip()
    html = "<div>" + "\n".join(parts) + "</div>"
    # Not by new_output, which validates: that is done once, for the whole notebook.
    data = {"text/html": html, "text/plain": text}
    return from_dict({"output_type": "display_data", "data": data, "metadata": {}})


def _code(text: str) -> str:
    # JupyterLab's style sheet lets it inherit the font of prose, in which no table is straight.
    style = "font: 0.9em/1.4 monospace; white-space: pre-wrap; margin: 0.4em 0"
    return f'<pre style="{style}">{escape(text)}</pre>'
