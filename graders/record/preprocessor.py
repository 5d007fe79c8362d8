"""Writes the outcome of a submission into nbgrader's gradebook."""

import hashlib

from nbformat import NotebookNode
from nbgrader.api import Comment, Grade, Gradebook
from nbgrader.preprocessors import NbGraderPreprocessor
from nbgrader.utils import compute_checksum, is_task

from graders.notebook.answers import is_students
from graders.notebook.exercises import grade_id, grade_info, is_solution
from graders.notebook.results import Result, results_of
from graders.record.gradebook import is_new, notebook_id, rows, set_finished


class Record(NbGraderPreprocessor):
    """Takes the place of nbgrader's ``SaveAutoGrades`` in ``Autograde.autograde_preprocessors``.

    Points come from the states, not from the outputs. Where no machine could give points, on a
    grader error or for a written answer, there is no automatic score and a person is asked for. A
    resubmission loses the points that a person gave to an earlier one; the same answers graded
    once more keep them. To tell the two apart, a digest of the student's cells is kept in a
    table of its own beside nbgrader's. All of it is one transaction.
    """

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        """Record the notebook's grades."""
        info = resources["nbgrader"]
        with Gradebook(info["db_url"]) as gradebook:
            submission = notebook_id(
                gradebook, info["notebook"], info["assignment"], info["student"]
            )
            set_finished(gradebook.db, submission, None)
            fresh = is_new(gradebook.db, submission, _digest(nb))
            cells = {grade_id(cell): cell for cell in nb.cells}
            results = results_of(nb)
            for grade, name in rows(gradebook, Grade, submission):
                if fresh:
                    grade.auto_score = grade.manual_score = grade.extra_credit = None
                    grade.needs_manual_grade = True
                if name in results:
                    _score(grade, results[name])
            for comment, name in rows(gradebook, Comment, submission):
                if fresh:
                    comment.auto_comment = comment.manual_comment = None
                if name in cells:
                    _comment(comment, cells[name])
            gradebook.db.commit()
        return nb, resources


def _score(grade: Grade, result: Result) -> None:
    scored = result.state.scored
    grade.auto_score = result.points if scored else None
    # A person looks again at a score that a person gave before, as in nbgrader.
    grade.needs_manual_grade = not scored or grade.manual_score is not None


def _comment(comment: Comment, cell: NotebookNode) -> None:
    released = grade_info(cell).get("checksum") == compute_checksum(cell)
    comment.auto_comment = "No response." if released and not is_task(cell) else None


def _digest(nb: NotebookNode) -> str:
    """Return a digest of everything in the notebook that is the student's."""
    digest = hashlib.sha256()
    for cell in nb.cells:
        if is_students(cell) or is_solution(cell):
            digest.update(f"{grade_id(cell)}\0{cell.source}\0".encode())
    return digest.hexdigest()
