"""What a person has to grade, question by question, and what that person gives."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import sqlalchemy
from nbgrader import api

from graders.files import digest
from graders.record.answers import present
from graders.record.gradebook import Item

# Keys in a query; databases have limits.
_AT_ONCE = 500


class OutdatedError(Exception):
    """What somebody gave was for something that is no longer so; the message says what."""


@dataclass(frozen=True)
class Question:
    """A graded cell of a notebook, with how many answers wait for a person, and how many do not.

    Attributes
    ----------
    waiting : int
    given : int
        Those that a person gave points for, and that do not wait again.
    """

    assignment: str
    notebook: str
    cell: str
    max_score: float
    waiting: int
    given: int


@dataclass(frozen=True)
class Entry:
    """One student's answer to a question, as the gradebook has it.

    Attributes
    ----------
    key : str
        Of the submitted notebook.
    comment : str or None
        What a person said about the answer.
    text : str or None
        The answer as it was recorded; None if that is not known.
    seen : str
        A digest of all that a person goes by: it is another if anything of it changes.
    """

    key: str
    student: str
    item: Item
    comment: str | None
    text: str | None
    seen: str


def _waits() -> sqlalchemy.ColumnElement[bool]:
    kind = api.Grade
    has_none = sqlalchemy.and_(kind.auto_score.is_(None), kind.manual_score.is_(None))
    return sqlalchemy.or_(kind.needs_manual_grade, has_none)


def questions(gradebook: api.Gradebook) -> list[Question]:
    """Return the questions at which a person is needed, or was: those in a row, by their names."""
    kind = api.Grade

    def count(condition: sqlalchemy.ColumnElement[bool]) -> sqlalchemy.ColumnElement[int]:
        return sqlalchemy.func.sum(sqlalchemy.case((condition, 1), else_=0))

    waiting = count(_waits())
    by_person = kind.manual_score.is_not(None)
    given = count(sqlalchemy.and_(by_person, sqlalchemy.not_(_waits())))
    of = api.Assignment.name, api.Notebook.name, api.BaseCell.name
    found = (
        gradebook.db.query(*of, sqlalchemy.func.max(kind.max_score), waiting, given)
        .select_from(kind)
        .join(api.BaseCell, kind.cell_id == api.BaseCell.id)
        .join(kind.notebook)
        .join(api.SubmittedNotebook.notebook)
        .join(api.SubmittedNotebook.assignment)
        .join(api.SubmittedAssignment.assignment)
        .group_by(*of)
        .having(sqlalchemy.or_(waiting > 0, given > 0))
        .order_by(*of)
    )
    return [Question(*row) for row in found]


def entries(
    gradebook: api.Gradebook, question: Question, exercise: str, keys: Iterable[str] = ()
) -> list[Entry]:
    """Return the answers to a question, in an order that says nothing about who gave them.

    Parameters
    ----------
    exercise : str
        To which the cell belongs; it is the cell that comments are about.
    keys : iterable of str
        Of submitted notebooks; by default all.
    """
    kind, cell = api.Grade, api.BaseCell
    columns = kind.auto_score, kind.manual_score, kind.extra_credit, kind.score, kind.max_score
    query = (
        gradebook.db.query(
            kind.notebook_id, api.SubmittedAssignment.student_id, *columns, kind.needs_manual_grade
        )
        .select_from(kind)
        .join(cell, kind.cell_id == cell.id)
        .join(kind.notebook)
        .join(api.SubmittedNotebook.notebook)
        .join(api.SubmittedNotebook.assignment)
        .join(api.SubmittedAssignment.assignment)
        .filter(api.Assignment.name == question.assignment)
        .filter(api.Notebook.name == question.notebook, cell.name == question.cell)
    )
    if keys:
        query = query.filter(kind.notebook_id.in_(list(keys)))
    rows = query.order_by(kind.notebook_id).all()
    comments: dict[str, str] = {}
    answers: dict[tuple[str, str], tuple[str, str]] = {}
    for start in range(0, len(rows), _AT_ONCE):
        some = [row[0] for row in rows[start : start + _AT_ONCE]]
        comments |= _comments(gradebook, exercise, some)
        answers |= present(gradebook.db, some)
    found = []
    for key, student, auto, manual, extra, score, top, needed in rows:
        item = Item(auto, manual, extra or 0.0, score, top, bool(needed))
        names = (key, exercise), (key, question.cell)
        answer = next((answers[name] for name in names if name in answers), None)
        comment = comments.get(key)
        seen = digest(auto, manual, extra, bool(needed), comment, answer and answer[0])
        found.append(Entry(key, student, item, comment, answer and answer[1], seen))
    return found


def _comments(gradebook: api.Gradebook, exercise: str, keys: list[str]) -> dict[str, str]:
    kind, cell = api.Comment, api.BaseCell
    found = (
        gradebook.db.query(kind.notebook_id, kind.manual_comment)
        .join(cell, kind.cell_id == cell.id)
        .filter(cell.name == exercise, kind.notebook_id.in_(keys))
        .filter(kind.manual_comment.is_not(None))
    )
    return dict(map(tuple, found))


def give(
    gradebook: api.Gradebook,
    question: Question,
    exercise: str,
    key: str,
    seen: str,
    points: float | None,
    comment: str | None,
) -> Entry:
    """Give points and a comment for an answer; return what the gradebook has then.

    To be called while nothing else is recorded, see `graders.course.Course.recording`. No points
    are the machine's, or, where there are none, the answer goes on waiting.

    Raises
    ------
    OutdatedError
        If the answer, or what was given for it, is another than when somebody looked at it; then
        nothing is changed.
    """
    found = entries(gradebook, question, exercise, [key])
    if not found:
        raise OutdatedError("The answer is not in the gradebook any more.")
    if found[0].seen != seen:
        raise OutdatedError(
            "Meanwhile the student has handed in again, or somebody else has graded this. "
            "Nothing was saved."
        )
    grade = _of(gradebook, api.Grade, question.cell, key)
    assert grade is not None
    grade.manual_score = points
    # As the formgrader does it.
    grade.needs_manual_grade = points is None and grade.auto_score is None
    about = _of(gradebook, api.Comment, exercise, key)
    if about is not None:
        about.manual_comment = comment
    elif comment:
        gradebook.db.rollback()
        raise OutdatedError("The gradebook takes no comment here. Nothing was saved.")
    gradebook.db.commit()
    return entries(gradebook, question, exercise, [key])[0]


def _of(gradebook: api.Gradebook, kind: Any, cell: str, key: str) -> Any:
    query = gradebook.db.query(kind).join(api.BaseCell, kind.cell_id == api.BaseCell.id)
    return query.filter(api.BaseCell.name == cell, kind.notebook_id == key).one_or_none()
