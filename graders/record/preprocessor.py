"""Writes the outcome of a submission into nbgrader's gradebook."""

import hashlib
import math
from html import escape
from pathlib import Path

from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell
from nbgrader.api import Comment, Grade, Gradebook
from nbgrader.preprocessors import NbGraderPreprocessor
from nbgrader.utils import compute_checksum, is_task
from traitlets import Integer

from graders.execute.preprocessor import course_of
from graders.notebook.answers import is_students
from graders.notebook.exercises import grade_id, grade_info, is_solution
from graders.notebook.results import Result, results_of
from graders.record.answers import Answer, Earlier, Given, Kept, answers_of
from graders.record.earlier import MOST, EarlierSubmissions
from graders.record.gradebook import items, notebook_id, points_of, rows, set_finished
from graders.record.gradings import Gradings, points, version_of


class Record(NbGraderPreprocessor):
    """Takes the place of nbgrader's ``SaveAutoGrades`` in ``Autograde.autograde_preprocessors``.

    Points come from the states, not from the outputs. Where no machine could give points, on a
    grader error or for a written answer, there is no automatic score and a person is asked for.

    What a person gave stays as long as the answer that it was given for, whatever else changed.
    Beside a changed answer it does not count: a person is asked again, and a note in the graded
    notebook says what was given for which answer. It comes back with that answer. All of it is
    one transaction. What is recorded is kept in ``earlier/``, with its points, and each grading is
    noted there.
    """

    earlier_submissions = Integer(
        MOST,
        min=0,
        help="How many of a student's submissions to an assignment are kept, to be restored; "
        "the best one is among them. 0 keeps none.",
    ).tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        """Record the notebook's grades; put the notes on earlier answers into it."""
        info = resources["nbgrader"]
        with Gradebook(info["db_url"]) as gradebook:
            submission = notebook_id(
                gradebook, info["notebook"], info["assignment"], info["student"]
            )
            past = self._past(info)
            past.note(points_of(gradebook, info["assignment"], info["student"]))
            root = Path(course_of(self).root)
            history = Gradings(root, info["student"], info["assignment"])
            history.note_given(info["notebook"], points(nb, items(gradebook, submission)))
            set_finished(gradebook.db, submission, None)
            graded = _Graded(
                {name: grade for grade, name in rows(gradebook, Grade, submission)},
                {name: comment for comment, name in rows(gradebook, Comment, submission)},
            )
            whole = _digest(nb)
            kept = Kept(gradebook.db, submission, whole)
            cells = {grade_id(cell): cell for cell in nb.cells}
            results = results_of(nb)
            notes = {}
            for answer in [*(known := answers_of(nb)), *graded.others(known, whole)]:
                given = kept.turn_to(answer, graded.given(answer))
                if given is not None:
                    graded.put(answer, given)
                earlier = kept.earlier(answer.exercise)
                for name in answer.cells:
                    if name in graded.grades:
                        was_given = earlier is not None and earlier.gave_points(name)
                        _score(graded.grades[name], results.get(name), given is None, was_given)
                    if name in graded.comments and name in cells:
                        _comment(graded.comments[name], cells[name])
                if earlier is not None and not any(graded.given(answer).values()):
                    notes[answer.exercise] = _note(answer, earlier, graded.grades)
            handed_in = self._folder("submitted", info["student"], info["assignment"])
            if (present := past.keep(handed_in)) is not None:
                past.count(present)
            gradebook.db.commit()
            past.note(points_of(gradebook, info["assignment"], info["student"]))
            history.note(
                info["notebook"],
                present.name if present else whole[:16],
                points(nb, items(gradebook, submission)),
                version_of(nb, self._folder("release", ".", info["assignment"])),
            )
        return _with_notes(nb, notes), resources

    def _past(self, info: dict) -> EarlierSubmissions:
        root = Path(course_of(self).root)
        most = self.earlier_submissions
        return EarlierSubmissions(root, info["student"], info["assignment"], most)

    def _folder(self, step: str, student: str, assignment: str) -> Path:
        course = course_of(self)
        return Path(course.format_path(getattr(course, f"{step}_directory"), student, assignment))


class _Graded:
    """The grades and comments of one submitted notebook, by `grade_id`."""

    def __init__(self, grades: dict[str, Grade], comments: dict[str, Comment]):
        self.grades, self.comments = grades, comments

    def others(self, answers: list[Answer], whole: str) -> list[Answer]:
        """Return what belongs to no exercise: any cell of the student's may be the answer."""
        known = {name for answer in answers for name in answer.cells}
        names = dict.fromkeys([*self.grades, *self.comments])
        return [Answer(name, (name,), whole, "") for name in names if name not in known]

    def given(self, answer: Answer) -> dict[str, Given]:
        """Return what persons gave, as it is in the gradebook."""
        found = {}
        for name in answer.cells:
            grade, comment = self.grades.get(name), self.comments.get(name)
            found[name] = Given(
                grade.manual_score if grade is not None else None,
                grade.extra_credit if grade is not None else None,
                comment.manual_comment if comment is not None else None,
            )
        return found

    def put(self, answer: Answer, given: dict[str, Given]) -> None:
        """Put what was given for this answer in the place of what was given for another."""
        for name in answer.cells:
            one = given.get(name, Given())
            if name in self.grades:
                grade = self.grades[name]
                grade.manual_score, grade.extra_credit = one.score, one.extra
            if name in self.comments:
                self.comments[name].manual_comment = one.comment


def _score(grade: Grade, result: Result | None, is_same: bool, was_given: bool) -> None:
    """Write the machine's score, and whether a person has to look.

    The answer is the same as when this cell was recorded last, or it is not; for an earlier one a
    person gave points, or not.
    """
    auto = result.points if result is not None and result.state.scored else None
    by_person = grade.manual_score is not None
    asked = was_given and not by_person
    if is_same:
        # Until a person has looked; and if the machine no longer says what that person saw.
        waits = grade.needs_manual_grade and (by_person or asked)
        waits = waits or (by_person and not _equal(auto, grade.auto_score))
    else:
        waits = asked
    grade.auto_score = auto
    grade.needs_manual_grade = waits or (auto is None and not by_person)


def _equal(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is other
    return math.isclose(one, other, abs_tol=1e-9)


def _comment(comment: Comment, cell: NotebookNode) -> None:
    released = grade_info(cell).get("checksum") == compute_checksum(cell)
    comment.auto_comment = "No response." if released and not is_task(cell) else None


def _note(answer: Answer, earlier: Earlier, grades: dict[str, Grade]) -> NotebookNode:
    """Return a cell that says what a person gave for an earlier answer, and for which.

    It is locked, so ours: it looks like nothing that a student can write.
    """
    said = []
    for name, given in earlier.given.items():
        item = f" (<code>{escape(name)}</code>)" if len(answer.cells) > 1 else ""
        if given.score is not None:
            top = f" of {grades[name].max_score:g}" if name in grades else ""
            said.append(f"{given.score:g}{top} points{item}")
        if given.extra:
            said.append(f"{given.extra:g} points of extra credit{item}")
        if given.comment:
            said.append(f"the comment “{_one_line(given.comment)}”")
    text = f"<pre style='white-space: pre-wrap'>{_one_line(earlier.text)}</pre>"
    if not earlier.text.strip():
        text = "It was empty." if earlier.known else "It was not kept."
    source = (
        "<div style='border: 1px solid #b26a00; padding: 0.5em 1em'>"
        f"<strong>Given by a person for an earlier answer:</strong> {', '.join(said)}."
        f"<br>This does not count for the answer above. The earlier answer:<br>{text}</div>"
    )
    info = {"grade_id": f"{answer.exercise}_earlier", "locked": True, "schema_version": 3}
    info |= {"grade": False, "solution": False, "task": False}
    return new_markdown_cell(source, metadata={"nbgrader": info})


def _one_line(text: str) -> str:
    """Return a text as HTML that Markdown takes for part of the element that it stands in."""
    return escape(text).replace("\n", "&#10;")


def _with_notes(nb: NotebookNode, notes: dict[str, NotebookNode]) -> NotebookNode:
    """Return the notebook with each note after the answer that it is about."""
    cells = []
    for cell in nb.cells:
        cells.append(cell)
        if grade_id(cell) in notes:
            cells.append(notes[grade_id(cell)])
    return NotebookNode(nb, cells=cells)


def _digest(nb: NotebookNode) -> str:
    """Return a digest of everything in the notebook that is the student's."""
    digest = hashlib.sha256()
    for cell in nb.cells:
        if is_students(cell) or is_solution(cell):
            digest.update(f"{grade_id(cell)}\0{cell.source}\0".encode())
    return digest.hexdigest()
