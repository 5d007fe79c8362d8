"""Prepares the page for the student: of every test its visible part, result and message."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from nbgrader.api import Comment, Gradebook, MissingEntry
from nbgrader.preprocessors import GetGrades, NbGraderPreprocessor
from traitlets import List

from graders.execute.preprocessor import course_of
from graders.feedback.summary import item_of, kind_of, summary
from graders.notebook.exercises import grade_id, grade_info, is_test
from graders.notebook.hidden import split_hidden
from graders.notebook.outputs import safe_outputs
from graders.notebook.results import Result, result_of
from graders.record.gradebook import Item, given, items, notebook_id, rows
from graders.record.gradings import Gradings, points

HIDDEN_NOTE = "# Hidden tests ran here."


@dataclass(frozen=True)
class Verdict:
    """What the page says of one test.

    Attributes
    ----------
    head : str
        State and points.
    kind : str
        ``all``, ``some`` or ``none`` of the points, or ``waits``.
    message, line : str
        What was wrong, and the part of the test that found it.
    folded : bool
        Whether there is nothing in it that one has to read.
    """

    head: str
    kind: str
    message: str
    line: str
    folded: bool


class Grades(GetGrades):
    """nbgrader's ``GetGrades``, which asks the gradebook for each cell, with a few questions.

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
            # First: what is given while the rest is read is then missing in it, and is seen to be.
            by_persons = given(gradebook, info["assignment"], info["student"])
            info["given"] = by_persons.get(info["student"], "")
            self._items = items(gradebook, found)
            comments = rows(gradebook, Comment, found, Comment.manual_comment)
            submission = gradebook.find_submission(info["assignment"], info["student"])
            has_more_time = submission.extension and submission.assignment.duedate
            info["due"] = submission.duedate if has_more_time else None
        self._comments = {name: comment for comment, name in comments}
        nb, resources = super().preprocess(nb, resources)
        info["score"] = max(0.0, info["score"])  # as nbgrader exports it
        # What a person gave in the formgrader is told by the page, and noted with it.
        history = Gradings(Path(course_of(self).root), info["student"], info["assignment"])
        history.note_given(info["notebook"], points(nb, self._items))
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


class FeedbackPage(NbGraderPreprocessor):
    """Goes after `Grades` in the feedback.

    The hidden regions of the tests are taken out, each graded cell gets its state and message, and
    of all other outputs only what is safe to show stays.
    """

    # The exporter sets it on every preprocessor, and warns of one that does not take it.
    display_data_priority: List = List().tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        """Rewrite the notebook for the student."""
        nb.metadata.pop("widgets", None)
        resources["summary"] = summary(nb)
        for cell in nb.cells:
            if is_test(cell):
                cell.source = _visible(cell.source)
                result = result_of(cell)
                if result:
                    grade_info(cell)["verdict"] = _verdict(result, item_of(cell))
                cell.outputs = []
            elif cell.cell_type == "code":
                cell.outputs = safe_outputs(cell.outputs)
        return nb, resources


def _visible(source: str) -> str:
    visible, hidden = split_hidden(source)
    return visible.rstrip("\n") + (f"\n\n{HIDDEN_NOTE}" if hidden.strip() else "")


def _verdict(result: Result, item: Item) -> Verdict:
    state = result.state.value.capitalize()
    if item.manual is not None:
        state = f"Graded by hand (the test: {result.state})"
    points = f"{item.score:g} of " if item.graded else ""
    head = f"{state} · {points}{item.max_score:g} points"
    kind = kind_of(item.score if item.graded else None, item.max_score)
    folded = kind == "all" and not result.message
    return Verdict(head, kind, result.message, result.line, folded)
