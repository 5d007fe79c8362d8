"""What the pages of the service tell of: the queue, the gradebook, and how the processes are."""

import asyncio
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from graders.course import REPORTS, Course, CourseError
from graders.lti.settings import settings_of
from graders.record.extensions import Extensions
from graders.record.overview import Overview, overview
from graders.service import child
from graders.service.actions import Actions
from graders.service.child import Job
from graders.service.events import Events
from graders.service.paths import QUEUE
from graders.service.pausing import Pauses
from graders.service.policy import Policy
from graders.service.queue import Queue, QueuedSubmission
from graders.service.regrade import Requests
from graders.service.waiting import Turn, turns

# Seconds for which what the gradebook says is believed, and after which a report is made anew for
# who asks.
FRESH = 10.0
# Seconds for which the order of those that wait is believed.
SOON = 1.0


class ReportError(Exception):
    """A report could not be made; the message says why."""


@dataclass(frozen=True)
class ClassBook:
    """What the gradebook and ``extensions.csv`` say, as of some seconds ago.

    Attributes
    ----------
    fault : str
        Why one of them could not be read, empty if both were.
    """

    overview: Overview = field(default_factory=lambda: Overview([], {}, {}))
    granted: Extensions = field(default_factory=dict)
    fault: str = ""

    def extension(self, student: str, assignment: str) -> timedelta:
        """Return how much more time a student has: what was granted, and late days taken."""
        granted = self.granted.get((student, assignment), timedelta())
        recorded = self.overview.recorded.get((student, assignment))
        return max(granted, recorded.extension) if recorded else granted

    def late(self, student: str, assignment: str, moment: float) -> float:
        """Return by how many seconds a moment is after the student's due date."""
        due = self.overview.due.get(assignment)
        if due is None:
            return 0.0
        return max(0.0, moment - (due + self.extension(student, assignment)).timestamp())


class State:
    """What the pages tell of: the queue of a course, and whether the other processes work."""

    def __init__(self, course: Course, exchange: Path | None = None):
        self.course, self.policy = course, Policy(config=course.config)
        self.platform = settings_of(course.config)
        self._outbound = exchange and exchange / course.directory.course_id / "outbound"
        # A page that cannot be had at once is asked for again; nothing else waits for it.
        self.queue = Queue(course.root / QUEUE, patience=5)
        self.requests = Requests(course.root / QUEUE, patience=5)
        self.actions = Actions(course.root / QUEUE, patience=5)
        self.events = Events(course.root / QUEUE, patience=5)
        self.pauses = Pauses(course.root / QUEUE, patience=5)
        # One report at a time is made, in a process of its own.
        self._making = asyncio.Lock()
        self._reading = asyncio.Lock()
        self._book, self._read = ClassBook(), -FRESH
        self._turns: dict[int, Turn] = {}
        self._ordered = -SOON

    def assignments(self) -> list[str]:
        """Return the names of the assignments that instructors have made."""
        return sorted({path.parent.name for path in self.course.root.glob("release/*/*.ipynb")})

    def released(self) -> list[str]:
        """Return the names of those assignments that students can fetch."""
        made = self.assignments()
        if self._outbound is None:
            return made
        return [name for name in made if (self._outbound / name).is_dir()]

    async def book(self, age: float = FRESH) -> ClassBook:
        """Return what the gradebook says; it is read again if that is older than so many seconds.

        Only who asks first waits for that, or who asks for what is newer than others do.
        """
        if self._reading.locked() and self._read > 0 and age >= FRESH:
            return self._book
        async with self._reading:
            if time.monotonic() - self._read > age:
                self._book = await asyncio.to_thread(self._read_book)
                self._read = time.monotonic()
            return self._book

    def _read_book(self) -> ClassBook:
        known = self._book
        try:
            with self.course.gradebook() as gradebook:
                found = overview(gradebook)
        except Exception as error:  # a lock, a full disk: it may pass, and the page is shown
            said = f"the gradebook cannot be read: {error}"
            return ClassBook(known.overview, known.granted, said)
        try:
            return ClassBook(found, self.course.extensions())
        except CourseError as error:
            return ClassBook(found, known.granted, str(error))

    def turn(self, found: QueuedSubmission) -> Turn | None:
        """Return when it is a submission's turn; None if it does not wait for one."""
        if time.monotonic() - self._ordered > SOON:
            self._turns = turns(self.queue, self.policy.grading_seconds_per_hour)
            self._ordered = time.monotonic()
        return self._turns.get(found.id)

    async def report(self, assignment: str) -> bytes:
        """Return the page on how the class did in an assignment, as of some seconds ago.

        Raises
        ------
        ReportError
            If it cannot be made.
        """
        async with self._making:
            kept = self.course.root / REPORTS / f"{assignment}.html"
            with suppress(OSError):
                if time.time() - kept.stat().st_mtime < FRESH:
                    return kept.read_bytes()
            process = await asyncio.create_subprocess_exec(
                *[sys.executable, "-m", "graders", "report"],
                *[f"--course={self.course.root}", "--", assignment],
                stdout=asyncio.subprocess.DEVNULL,
                stderr=asyncio.subprocess.PIPE,
            )
            _, said = await process.communicate()
            if process.returncode:
                raise ReportError(said.decode("utf-8", "replace").strip()[-1000:])
            return kept.read_bytes()

    @property
    def down(self) -> dict[Job, str]:
        """What is wrong with the other processes."""
        return child.faults(self.course.root, [Job.EXCHANGE, Job.GRADER])

    @property
    def faults(self) -> list[str]:
        """Return the present faults of the service, as sentences."""
        found = [f"{job}: {said}" for job, said in self.down.items()]
        return [trouble, *found] if (trouble := self.queue.trouble) else found
