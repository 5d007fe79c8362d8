"""Which grades may go to the learning platform, and why the others may not; as tables show them."""

import math
import time
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass

from graders.course import Course
from graders.lti.outbox import Entry, FinalGrade, Outbox
from graders.lti.settings import LTI
from graders.record.overview import Overview, overview
from graders.service.paths import QUEUE
from graders.service.policy import NOTHING, Policy
from graders.service.queue import Queue, Stage

# What keeps a grade here while a submission is on its way to another one.
ON_ITS_WAY = {
    Stage.GRADING: "a newer submission is being graded",
    Stage.FAILED: "a newer submission could not be graded, and waits for a person",
}
_NEWEST_GRADED = """stage = 'graded' AND NOT EXISTS (
    SELECT 1 FROM submissions AS other
    WHERE other.student = submissions.student AND other.assignment = submissions.assignment
    AND other.stage = 'graded' AND other.received > submissions.received)"""


@dataclass(frozen=True)
class Outgoing:
    """A grade, and what keeps it here: empty if it may go."""

    grade: FinalGrade
    kept: str = ""


@dataclass(frozen=True)
class SendingState:
    """Where a grade is, for a lecturer.

    The state is ``sent``, ``waiting``, ``refused`` or ``kept``.
    """

    grade: FinalGrade
    state: str
    said: str
    sent: float | None = None


def outgoing(course: Course, settings: LTI, people: Iterable[str]) -> list[Outgoing]:
    """Return the grades of all who have handed in, as they are at this moment."""
    with course.gradebook() as gradebook:
        found = overview(gradebook)
    # Another process makes it; a course without the service has none.
    if not (course.root / QUEUE).is_file():
        return list(_grades(found, Policy(config=course.config), settings, set(people), {}, {}))
    with closing(Queue(course.root / QUEUE)) as queue:
        stages = {key: stage for key, (stage, _) in queue.stages().items()}
        graded = {(one.student, one.assignment): one.id for one in queue.find(_NEWEST_GRADED)}
    policy = Policy(config=course.config)
    return list(_grades(found, policy, settings, set(people), stages, graded))


def _grades(
    found: Overview,
    policy: Policy,
    settings: LTI,
    people: set[str],
    stages: dict[tuple[str, str], Stage],
    graded: dict[tuple[str, str], int],
) -> Iterable[Outgoing]:
    now = time.time()
    for (student, assignment), one in sorted(found.recorded.items()):
        link = settings.address and settings.address.rstrip("/") + "/"
        if link and (number := graded.get((student, assignment))):
            link += f"feedback/{number}"
        comment = f"Feedback: {link}" if link else ""
        grade = FinalGrade(student, assignment, one.total, one.max_points, comment)
        due = found.due.get(assignment)
        level = policy.level(due.replace(tzinfo=None) if due else None, now)
        kept = ON_ITS_WAY.get(stages.get((student, assignment), Stage.GRADED), "")
        if not one.graded or one.waiting:
            kept = "waits for a person"
        elif level == NOTHING:
            kept = "students see points after the due date (c.Policy.feedback_until_due)"
        elif not (math.isfinite(one.total) and math.isfinite(one.max_points) and one.max_points):
            kept = "has no highest number of points"
        elif not kept and student not in people:
            kept = "not in the platform's roster, as it was read last: see `graders lti roster`"
        yield Outgoing(grade, kept)


def note(course: Course, settings: LTI, outbox: Outbox) -> None:
    """Note in the outbox what may go at this moment."""
    found = outgoing(course, settings, outbox.people())
    outbox.note(one.grade for one in found if not one.kept)


def states(found: list[Outgoing], entries: list[Entry], now: float) -> list[SendingState]:
    """Return where each grade is."""
    known = {(one.student, one.assignment): one for one in entries}
    return [_state(one, known.get((one.grade.student, one.grade.assignment)), now) for one in found]


def _state(one: Outgoing, entry: Entry | None, now: float) -> SendingState:
    sent = entry.sent if entry else None
    if one.kept:
        return SendingState(one.grade, "kept", one.kept, sent)
    grade = one.grade
    if entry is None or (entry.points, entry.maximum) != (grade.points, grade.maximum):
        return SendingState(grade, "waiting", "to be noted", sent)
    if entry.due is None:
        return SendingState(grade, "sent", "", sent)
    again = f"tried again in {max(1, round((entry.due - now) / 60))} min" if entry.reason else ""
    said = "; ".join(filter(None, [entry.reason, again]))
    return SendingState(grade, "refused" if entry.refused else "waiting", said, sent)
