"""What the gradebook has of the whole class, by a few questions: for pages that show it often."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import sqlalchemy
from nbgrader import api


@dataclass
class Recorded:
    """A submission in the gradebook, all its notebooks together.

    Attributes
    ----------
    handed_in : datetime or None
    extension : timedelta
        Late days among it.
    points, max_points : float
        As far as points were given.
    penalty : float
        What is taken off for lateness.
    graded, waiting : int
        How many cells have points, and how many wait for a person.
    notebooks : list of str
        The gradebook's keys of the submitted notebooks.
    """

    handed_in: datetime | None
    extension: timedelta = timedelta()
    points: float = 0.0
    max_points: float = 0.0
    penalty: float = 0.0
    graded: int = 0
    waiting: int = 0
    notebooks: list[str] = field(default_factory=list)

    @property
    def total(self) -> float:
        """The points that count."""
        return max(0.0, self.points - self.penalty)


@dataclass(frozen=True)
class Overview:
    """The class: its students, the due dates, and what was recorded by student and assignment."""

    students: list[str]
    due: dict[str, datetime]
    recorded: dict[tuple[str, str], Recorded]


def overview(gradebook: api.Gradebook) -> Overview:
    """Return what the gradebook has at this moment."""
    db = gradebook.db
    due = db.query(api.Assignment.name, api.Assignment.duedate)
    return Overview(
        [name for (name,) in db.query(api.Student.id).order_by(api.Student.id)],
        {name: utc for name, moment in due if (utc := _utc(moment))},
        _recorded(gradebook),
    )


def _utc(moment: datetime | None) -> datetime | None:
    return moment.replace(tzinfo=UTC) if moment else None


def _recorded(gradebook: api.Gradebook) -> dict[tuple[str, str], Recorded]:
    kind, notebook, submission = api.Grade, api.SubmittedNotebook, api.SubmittedAssignment
    has_points = sqlalchemy.or_(kind.auto_score.is_not(None), kind.manual_score.is_not(None))
    waits = sqlalchemy.or_(kind.needs_manual_grade, sqlalchemy.not_(has_points))

    def count(condition: sqlalchemy.ColumnElement[bool]) -> sqlalchemy.ColumnElement[int]:
        there = sqlalchemy.and_(kind.id.is_not(None), condition)
        return sqlalchemy.func.sum(sqlalchemy.case((there, 1), else_=0))

    of = (
        submission.student_id,
        api.Assignment.name,
        submission.timestamp,
        submission.extension,
        notebook.id,
        notebook.late_submission_penalty,
    )
    found = (
        gradebook.db.query(
            *of,
            sqlalchemy.func.sum(kind.score),
            sqlalchemy.func.sum(kind.max_score),
            count(has_points),
            count(waits),
        )
        .select_from(notebook)
        .join(notebook.assignment)
        .join(submission.assignment)
        .outerjoin(kind, kind.notebook_id == notebook.id)
        .group_by(*of)
    )
    recorded: dict[tuple[str, str], Recorded] = {}
    for student, assignment, handed_in, extension, key, penalty, points, top, graded, left in found:
        one = recorded.setdefault(
            (student, assignment), Recorded(_utc(handed_in), extension or timedelta())
        )
        one.notebooks.append(key)
        one.points += points or 0.0
        one.max_points += top or 0.0
        one.penalty += penalty or 0.0
        one.graded += graded or 0
        one.waiting += left or 0
    return recorded
