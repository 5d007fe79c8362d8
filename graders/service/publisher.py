"""Gives students what they are to see: the feedback page, their points, or what went wrong."""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime, timedelta

from nbgrader.api import MissingEntry

from graders.course import Course
from graders.exchange import Exchange
from graders.files import write_whole
from graders.record.extensions import Extensions
from graders.service.log_lines import Event, say_of
from graders.service.paths import copy_of, page_of
from graders.service.points import by_exercise
from graders.service.policy import FULL, Policy
from graders.service.queue import IS_NEWEST, Queue, QueuedSubmission, Stage
from graders.service.rendering import pages

# How long a due date is believed, in seconds, before the gradebook is asked again, and how often
# pages that an instructor has written are looked for.
FRESH = 15.0
# How many pages are given in one turn, of messages and of results; then submissions are received.
MOST = 50
# The first of each student, then the second of each, …
IN_TURNS = "row_number() OVER (PARTITION BY student ORDER BY received, id), received, id"

log = logging.getLogger(__name__)


class Publisher:
    """Brings what students were given up to date with the queue."""

    def __init__(
        self,
        course: Course,
        exchange: Exchange,
        queue: Queue,
        policy: Policy,
        alive: Callable[[], None] = lambda: None,
    ):
        self._course, self._exchange = course, exchange
        self._queue, self._policy, self._alive = queue, policy, alive
        self._due: dict[str, datetime | None] = {}
        self._extensions: Extensions | None = None
        self._asked = self._looked = 0.0
        self._trouble: Exception | None = None

    def give_all(self) -> int:
        """Give students what is new for them, by turns; return how many pages that were.

        What one submission raises is raised at the end; it is tried again the next time.
        """
        if time.monotonic() - self._looked > FRESH:
            self._looked = time.monotonic()
            self._take_new_pages()
        self._trouble = None
        given = 0
        messages = "stage IN ('refused', 'held', 'superseded', 'failed') AND shown != stage"
        for found in self._queue.find(messages, order=IN_TURNS):
            # A failed one is returned when it is graded after all.
            is_result = found.stage == Stage.REFUSED
            given += self._give(found, found.stage, found.stage, is_result)
            if given >= MOST:
                break
        for name in {path.parent.name for path in self._course.root.glob("release/*/*.ipynb")}:
            for found, level in self._to_show(name):
                given += self._give(found, level, f"{level} {found.gradings}", True)
                if given >= 2 * MOST:
                    break
        if self._trouble is not None:
            raise self._trouble
        return given

    def _to_show(self, assignment: str) -> Iterator[tuple[QueuedSubmission, str]]:
        """Yield what is graded and not yet shown as far as it may be, with how far that is."""
        query = "stage = 'graded' AND assignment = :name AND shown != :level || ' ' || gradings"
        now, extended = time.time(), {s for s, name in self._granted() if name == assignment}
        own = {s: self._policy.level(self._due_date(assignment, s), now) for s in extended}
        general = self._policy.level(self._due_date(assignment), now)
        for level in sorted({general, *own.values()}):
            for found in self._queue.find(query, order=IN_TURNS, name=assignment, level=level):
                if own.get(found.student, general) == level:
                    yield found, level

    def _take_new_pages(self) -> None:
        """Take over pages that were written since grading, as `nbgrader generate_feedback` does.

        So an instructor gives back what they graded by hand, or a submission that they restored.
        """
        for found in self._queue.find(f"stage = 'graded' AND {IS_NEWEST}"):
            folder = self._course.folder("feedback", found.student, found.assignment)
            with suppress(OSError, MissingEntry):  # tried again then
                names = [path.stem for path in self._course.notebooks("release", found.assignment)]
                pages = {name: folder / f"{name}.html" for name in names}
                written = max((page.stat().st_mtime for page in pages.values()), default=0.0)
                if written <= (found.finished or 0.0):
                    continue
                states = {name: state for name, _, _, state in found.exercises}
                rows = by_exercise(self._course, found.assignment, found.student, states)
                for name, page in pages.items():
                    kept = page_of(self._course.root, found.id, name)
                    write_whole(kept, page.read_bytes())
                self._queue.renew(found.id, rows)

    def _give(self, found: QueuedSubmission, what: str, shown: str, is_result: bool) -> int:
        """Give a page and note that; return how many that were, 0 if it cannot be given now."""
        self._alive()
        root = self._course.root
        try:
            due = self._due_date(found.assignment, found.student)
            given = pages(root, found, what, due, self._policy.gradings_per_day)
            self._exchange.publish(found.name, copy_of(root, found.name), given)
        except Exception as error:  # the others get theirs
            self._trouble = error
            return 0
        self._queue.set_shown(found.id, shown, is_result)
        say_of(Event.PUBLISHED, found, what=what)
        return 1

    def _due_date(self, assignment: str, student: str = "") -> datetime | None:
        """Return until when there is time, with what was granted to a student."""
        if assignment not in self._due or time.monotonic() - self._asked > FRESH:
            self._refresh(assignment)
        due = self._due[assignment]
        return due and due + self._granted().get((student, assignment), timedelta())

    def _granted(self) -> Extensions:
        """Return who has more time, where that changes what is shown."""
        if self._policy.feedback_until_due == FULL:
            return {}
        if self._extensions is None:
            self._extensions = self._course.extensions()
        return self._extensions

    def _refresh(self, assignment: str) -> None:
        if time.monotonic() - self._asked > FRESH:
            self._due.clear()
            self._extensions = None
            self._asked = time.monotonic()
        self._due[assignment] = None
        with self._course.gradebook() as gradebook, suppress(MissingEntry):
            self._due[assignment] = gradebook.find_assignment(assignment).duedate
