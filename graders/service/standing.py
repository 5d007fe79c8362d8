"""Where one student stands in an assignment: what their page says of it."""

import time
from dataclasses import dataclass
from datetime import datetime, timedelta

from graders.record.gradings import Grading, Gradings
from graders.service.policy import DAY, FULL, POINTS
from graders.service.queue import QueuedSubmission, Stage
from graders.service.regrade import Request
from graders.service.rendering import given, notebooks
from graders.service.state import ClassBook, State
from graders.service.waiting import Turn

# How many of a student's submissions to an assignment are listed, and how many refused ones.
ATTEMPTS = 30
REFUSED = 3
# How many changes of points are told.
CHANGES = 3


@dataclass(frozen=True)
class Attempt:
    """A submission, as far as its student is told of it.

    Attributes
    ----------
    row : QueuedSubmission
    given : str
        What the student has been given: a level of the policy, a stage, or nothing yet.
    pages : list of str
        The notebooks that there is a page for; one without a name if that is a message.
    late : float
        Seconds after the due date.
    """

    row: QueuedSubmission
    given: str
    pages: list[str]
    late: float

    @property
    def has_points(self) -> bool:
        """Whether the student knows the points."""
        return self.row.stage == Stage.GRADED and self.given in (FULL, POINTS)

    @property
    def has_feedback(self) -> bool:
        """Whether the student has the whole feedback."""
        return self.given == FULL

    @property
    def waiting(self) -> int:
        """How many exercises have no points yet."""
        return sum(points is None for _, points, _, _ in self.row.exercises)


@dataclass(frozen=True)
class AssignmentStanding:
    """One assignment on a student's page.

    Attributes
    ----------
    name : str
    due : datetime or None
        With the student's own extension.
    extension : timedelta
    attempts : list of Attempt
        Those that count, the newest first; older ones than are listed are left out.
    refused : list of Attempt
        Refused since the newest that counts, the newest first.
    turn : Turn or None
        Of the newest, if it waits or is being graded.
    penalty : float
        Points taken off for lateness.
    left : int or None
        How many more are graded now; None for any number.
    next : float or None
        When one more is graded, if none is left.
    requests : list of Request
    questions : list of str
        Exercises of the newest that the student may ask to have looked at again.
    changes : list of Grading
        Those that changed the points of the submission that counts, the newest first.
    """

    name: str
    due: datetime | None
    extension: timedelta
    attempts: list[Attempt]
    refused: list[Attempt]
    turn: Turn | None
    penalty: float
    left: int | None
    next: float | None
    requests: list[Request]
    questions: list[str]
    changes: list[Grading]

    @property
    def newest(self) -> Attempt | None:
        """The submission that counts."""
        return self.attempts[0] if self.attempts else None

    @property
    def best(self) -> Attempt | None:
        """The one with most points, if that is not the newest."""
        known = [one for one in self.attempts if one.has_points]
        best = max(known, key=lambda one: one.row.points, default=None)
        if best is None or best is known[0] or best.row.points <= known[0].row.points:
            return None
        return best

    @property
    def is_moving(self) -> bool:
        """Whether something new is to be expected soon."""
        newest = self.newest
        return newest is not None and (
            newest.row.stage in (Stage.WAITING, Stage.GRADING) or not newest.given
        )

    @property
    def is_past(self) -> bool:
        """Whether it was due."""
        return self.due is not None and self.due.timestamp() < time.time()


def standing(state: State, book: ClassBook, student: str, assignment: str) -> AssignmentStanding:
    """Return where a student stands in an assignment."""
    queue, policy = state.queue, state.policy
    of = {"student": student, "assignment": assignment}
    query = "student = :student AND assignment = :assignment AND stage {} 'refused'"
    order = "received DESC, id DESC"
    counting = queue.find(query.format("!="), order=order, limit=ATTEMPTS, **of)
    refused = queue.find(query.format("="), order=order, limit=REFUSED, **of)
    newest = counting[0] if counting else None
    due, extension = book.overview.due.get(assignment), book.extension(student, assignment)
    counted = sorted(queue.counted(student, assignment))
    recent = [moment for moment in counted if time.time() - DAY < moment]
    limit = policy.gradings_per_day
    left = max(0, limit - len(recent)) if limit else None
    recorded = book.overview.recorded.get((student, assignment))
    names = notebooks(state.course.root, assignment)
    requests = state.requests.of(student, assignment)

    def attempt(row: QueuedSubmission) -> Attempt:
        what = given(row)
        pages = (names if what == FULL else [""]) if what else []
        return Attempt(row, what, pages, book.late(student, assignment, row.received))

    attempts = [attempt(row) for row in counting]
    return AssignmentStanding(
        assignment,
        due + extension if due else None,
        extension if due else timedelta(),
        attempts,
        [attempt(row) for row in refused if newest is None or row.received > newest.received],
        state.turn(newest) if newest else None,
        recorded.penalty if recorded else 0.0,
        left,
        recent[-limit] + DAY if left == 0 else None,
        requests,
        questions(attempts[0], requests) if attempts else [],
        changes(state, attempts[0].row) if attempts and attempts[0].has_points else [],
    )


def changes(state: State, newest: QueuedSubmission) -> list[Grading]:
    """Return the gradings that changed the points of a student's submission, the newest first."""
    known = Gradings(state.course.root, newest.student, newest.assignment).all()
    found = [one for one in known if one.submission == known[-1].submission and one.has_changed]
    return found[-CHANGES:][::-1]


def questions(attempt: Attempt, requests: list[Request]) -> list[str]:
    """Return the exercises of a submission that its student may ask to have looked at again.

    Those that have points, and were not asked about since they were graded last.
    """
    if not attempt.has_points:
        return []
    grading = attempt.row.id, attempt.row.gradings
    asked = {one.exercise for one in requests if (one.submission, one.grading) == grading}
    names = [name for name, points, _, _ in attempt.row.exercises if points is not None]
    return [name for name in dict.fromkeys(names) if name not in asked]
