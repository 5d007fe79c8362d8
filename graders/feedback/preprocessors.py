"""Prepares the page for the student: of every test its visible part, result and message."""

from collections import Counter
from html import escape
from typing import Any

from nbformat import NotebookNode, from_dict
from nbformat.v4 import new_markdown_cell
from nbgrader.api import Comment, Grade, Gradebook, MissingEntry
from nbgrader.preprocessors import GetGrades, NbGraderPreprocessor
from traitlets import List

from graders.notebook.exercises import exercises_of, grade_id, grade_info, is_test
from graders.notebook.hidden import split_hidden
from graders.notebook.outputs import safe_outputs
from graders.notebook.results import Result, State, result_of
from graders.record.gradebook import notebook_id, rows

HIDDEN_NOTE = "# Hidden tests ran here."
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
        """Put scores and comments into the cells' metadata."""
        info = resources["nbgrader"]
        with Gradebook(info["db_url"]) as gradebook:
            found = notebook_id(gradebook, info["notebook"], info["assignment"], info["student"])
            scores = rows(gradebook, Grade, found, Grade.score, Grade.max_score)
            comments = rows(gradebook, Comment, found, Comment.comment)
        self._scores = {name: (score, highest) for score, highest, name in scores}
        self._comments = {name: comment for comment, name in comments}
        return super().preprocess(nb, resources)

    def _get_comment(self, cell: NotebookNode, resources: dict) -> None:
        cell.metadata.nbgrader["comment"] = self._of(cell, self._comments)

    def _get_score(self, cell: NotebookNode, resources: dict) -> None:
        info = cell.metadata.nbgrader
        info["score"], info["points"] = self._of(cell, self._scores)

    def _of(self, cell: NotebookNode, found: dict[str, Any]) -> Any:
        name = grade_id(cell)
        if name not in found:
            raise MissingEntry(f"the gradebook has no cell {name} for this submission")
        return found[name]


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
                cell.outputs = [_verdict(result)] if result else []
            else:
                cell.outputs = safe_outputs(cell.outputs)
        return nb, resources


def _overview(nb: NotebookNode) -> NotebookNode:
    """Return a cell with the points by exercise, in place of nbgrader's list of nameless cells."""
    rows = []
    for number, exercise in enumerate(exercises_of(nb), 1):
        points = sum(grade_info(cell).get("score") or 0 for cell in exercise.graded)
        counts = Counter(str(r.state) for cell in exercise.graded if (r := result_of(cell)))
        first = grade_id(exercise.graded[0])
        said = next(iter(counts), "")
        if len(counts) > 1:
            said = ", ".join(f"{count} {state}" for state, count in counts.items())
        waits = said in (State.BY_HAND, State.UNREADABLE)
        rows.append(
            f"| {number} | [`{exercise.name}`](#{first}) "
            f"| {'·' if waits else f'{points:g}'} of {exercise.points:g} | {said} |"
        )
    head = "| | exercise | points | tests |\n|---:|:---|:---|:---|\n"
    style = (
        "<style>#toc li:not(.late-penalty) { display: none }\n"
        ".rendered_html td, .rendered_html th, td, th { padding: 0.1em 0.7em }</style>\n\n"
    )
    cell = new_markdown_cell(style + head + "\n".join(rows))
    # Ours, so that its style is not escaped.
    cell.metadata["nbgrader"] = {"locked": True, "solution": False, "grade": False}
    return cell


def _visible(source: str) -> str:
    visible, hidden = split_hidden(source)
    return visible.rstrip("\n") + (f"\n\n{HIDDEN_NOTE}" if hidden.strip() else "")


def _verdict(result: Result) -> NotebookNode:
    """Return the result of a test as an output: the state, the points, the message."""
    points = "" if result.points is None else f"{result.points:g} of "
    head = f"{result.state.value.capitalize()} · {points}{result.max_points:g} points"
    colour = _COLOURS.get(result.state, _FAILED_COLOUR)
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
