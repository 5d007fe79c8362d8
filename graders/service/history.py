"""The page with all that became of one student's submissions to one assignment."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime

from nbgrader.api import MissingEntry
from tornado.web import HTTPError, authenticated

from graders.course import Course
from graders.names import fault_of_assignment, fault_of_student
from graders.record.gradings import Grading, Gradings, Version, current_version, different
from graders.service.events import Event
from graders.service.grid import formgrader_link
from graders.service.handlers import Handler, number
from graders.service.instructors import CLASS_RENEWAL, formgrader
from graders.service.queue import QueuedSubmission
from graders.service.rendering import given
from graders.service.students import Feedback

# How many gradings, and how many submissions with their logs, are shown.
LATEST = 100


@dataclass(frozen=True)
class Entry:
    """One grading, as the page tells it.

    Attributes
    ----------
    grading : Grading
    handed_in : datetime or None
        When what was graded was handed in.
    outdated : list of str or None
        Whose tests were corrected since; None if nobody knows by which it was graded.
    """

    grading: Grading
    handed_in: datetime | None
    outdated: list[str] | None


def entries(course: Course, student: str, assignment: str) -> list[Entry]:
    """Return the gradings of a student in an assignment, the newest first."""
    known = Gradings(course.root, student, assignment).all()
    now: Version = {}
    with course.gradebook() as gradebook, suppress(MissingEntry):
        now = current_version(gradebook, assignment, course.folder("release", ".", assignment))
    found = []
    for one in known[-LATEST:][::-1]:
        since = different(one.version, now) if one.version else None
        corrected = None if since is None else [name or "a file" for name in since]
        found.append(Entry(one, _moment(one.submission), corrected))
    return found


def _moment(name: str) -> datetime | None:
    """Return the time by which a submission is named."""
    try:
        return datetime.strptime(name[:19], "%Y-%m-%d_%H-%M-%S").replace(tzinfo=UTC)
    except ValueError:
        return None


@dataclass(frozen=True)
class Log:
    """A submission in the queue, and what became of it."""

    row: QueuedSubmission
    events: list[Event]
    late: float
    has_page: bool


class History(Handler):
    """When what was graded, by which tests, with how many points, and why; and the logs."""

    @authenticated
    async def get(self, student: str, assignment: str) -> None:
        state = self.state
        if fault_of_student(student) or fault_of_assignment(assignment):
            raise HTTPError(404)
        if assignment not in state.assignments():
            raise HTTPError(404, reason="There is no such assignment.")
        book = await state.book()
        rows = state.queue.find(
            "student = :student AND assignment = :assignment",
            order="received DESC, id DESC",
            limit=LATEST,
            student=student,
            assignment=assignment,
        )
        recorded = book.overview.recorded.get((student, assignment))
        found = await asyncio.to_thread(entries, state.course, student, assignment)
        if not rows and not found and recorded is None:
            raise HTTPError(404, reason="Nothing was handed in.")
        self.page(
            "history.html",
            student=student,
            assignment=assignment,
            entries=found,
            logs=[
                Log(
                    row,
                    state.events.of(row.id),
                    book.late(student, assignment, row.received),
                    bool(given(row)),
                )
                for row in rows
            ],
            latest=LATEST,
            link=formgrader_link(formgrader(), recorded, student, assignment),
            renewal=CLASS_RENEWAL,
            token=self.xsrf_token.decode(),
        )


class Seen(Feedback):
    """What a student was given of a submission, for instructors."""

    for_students = False

    def own(self, text: str) -> QueuedSubmission:
        """Return a submission of anybody, by its number."""
        found = self.state.queue.find("id = :id", id=number(text))
        if not found:
            raise HTTPError(404)
        return found[0]
