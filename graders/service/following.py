"""Has feedback pages follow what persons give, wherever they give it: here or in the formgrader.

A page says by a digest which grades and comments of persons it shows. Where the gradebook has
others, the page is written anew; nothing is executed.
"""

import logging
import re
import time
from contextlib import suppress
from pathlib import Path

from nbgrader.api import MissingEntry

from graders.course import Course
from graders.feedback import GIVEN
from graders.files import write_whole
from graders.record.converters import Recorder
from graders.record.gradebook import given
from graders.service.log_lines import Event, say_of
from graders.service.paths import page_of
from graders.service.points import by_exercise
from graders.service.queue import IS_NEWEST, Queue, QueuedSubmission

# Seconds between two looks into the gradebook.
INTERVAL = 5.0
# How many pages are written before submissions are graded again.
MOST = 5
# Bytes of a page in which it stands: before anything that a student wrote.
HEAD = 1000
_SHOWN = re.compile(rf'<meta name="{GIVEN}" content="(\w*)">'.encode())

log = logging.getLogger(__name__)


class Following:
    """Writes the pages of a course."""

    def __init__(self, course: Course, queue: Queue):
        self._course, self._queue = course, queue
        self._write = Recorder(course.directory, course.config).page
        self._looked = -INTERVAL
        # What could not be written, and with which grades: it is tried again when there are others.
        self._failed: dict[int, str] = {}

    def follow(self) -> int:
        """Write anew some of the pages that show other grades than there are; return how many."""
        if time.monotonic() - self._looked < INTERVAL:
            return 0
        self._looked = time.monotonic()
        written = 0
        for name in {path.parent.name for path in self._course.root.glob("release/*/*.ipynb")}:
            query = f"stage = 'graded' AND assignment = :name AND {IS_NEWEST}"
            found = self._queue.find(query, name=name)
            if not found:
                continue
            try:
                with self._course.gradebook() as gradebook:
                    now = given(gradebook, name)
            except Exception as error:  # a lock, a full disk: it may pass
                log.warning("the gradebook cannot be read: %s", error)
                continue
            for one in found:
                if written >= MOST:
                    self._looked = -INTERVAL
                    return written
                shall = now.get(one.student, "")
                if self._failed.get(one.id) != shall and self._shows_others(one, shall):
                    written += self._renew(one, shall)
        return written

    def _pages(self, found: QueuedSubmission) -> dict[str, Path]:
        folder = self._course.folder("feedback", found.student, found.assignment)
        released = self._course.notebooks("release", found.assignment)
        return {path.stem: folder / f"{path.stem}.html" for path in released}

    def _shows_others(self, found: QueuedSubmission, shall: str) -> bool:
        for page in self._pages(found).values():
            head = b""
            with suppress(OSError), open(page, "rb") as file:
                head = file.read(HEAD)
            # One that is gone, or of an older version, shows nobody's, as far as it says.
            match = _SHOWN.search(head)
            if (match[1].decode() if match else "") != shall:
                return True
        return False

    def _renew(self, found: QueuedSubmission, shall: str) -> int:
        try:
            with self._course.recording():
                reason = self._write(found.assignment, found.student)
                if not reason:
                    for name, page in self._pages(found).items():
                        kept = page_of(self._course.root, found.id, name)
                        write_whole(kept, page.read_bytes())
            states = {name: state for name, _, _, state in found.exercises}
            rows = by_exercise(self._course, found.assignment, found.student, states)
        except (OSError, MissingEntry) as error:
            reason = str(error) or type(error).__name__
        if reason:
            self._failed[found.id] = shall
            log.warning("the page of %s of %s: %s", found.assignment, ascii(found.student), reason)
            return 0
        self._failed.pop(found.id, None)
        self._queue.renew(found.id, rows)
        say_of(Event.RENEWED, found)
        return 1
