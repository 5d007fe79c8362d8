"""The process that grades: takes submissions from the queue, one stream through the engine.

Started by the service as ``python -m graders.service.grader``; it takes its workers along when it
ends.
"""

import argparse
import logging
import shutil
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from pathlib import Path

from graders.batch.dask import DaskWorkers
from graders.batch.local import LocalWorkers
from graders.batch.outcome import Outcome
from graders.batch.scheduling import Workers, WorkersLost
from graders.batch.submissions import follow
from graders.batch.task import Tasks
from graders.course import Course, CourseError
from graders.execute.sandbox import SandboxFailed, SandboxUnavailable
from graders.files import copy_file, replace_folder, write_whole
from graders.record.earlier import EarlierSubmissions
from graders.service.child import CANNOT_GRADE, Job, begin
from graders.service.following import Following
from graders.service.log_lines import Event, say_of
from graders.service.paths import PLACING, QUEUE, copy_of, page_of
from graders.service.points import by_exercise
from graders.service.policy import Policy
from graders.service.queue import Queue, QueuedSubmission

# Seconds between two looks into the queue, when nothing is being graded: when it has not changed,
# as something may wait for a time, and when it has.
INTERVALS = 2.0, 0.1
# A first try lasts at least so many times as long as the last gradings of the assignment did.
TYPICAL, LAST = 4, 50

log = logging.getLogger(__name__)


class Incoming(Iterator[tuple[str, str]]):
    """Submissions from the queue, put where nbgrader expects them, as the engine asks for them.

    With `force` those that an instructor asked for, without it the others. Of those that gave way
    at most so many `slow` ones at a time.
    """

    def __init__(
        self, course: Course, queue: Queue, force: bool, slow: int, alive: Callable[[], None]
    ):
        self._course, self._queue, self._force, self._alive = course, queue, force, alive
        self._slow = slow
        policy = Policy(config=course.config)
        self._share, self._at_first = policy.grading_seconds_per_hour, policy.first_try_seconds
        self._released: dict[str, list[tuple]] = {}
        self.running: dict[tuple[str, str], QueuedSubmission] = {}

    def __next__(self) -> tuple[str, str]:
        self._alive()
        if not self._is_as_released():
            raise StopIteration  # the engine begins anew with the other tests
        while (found := self._next()) is not None:
            key = found.assignment, found.student
            try:
                self._course.check(found.assignment)
                self._place(found)
            except Exception as error:  # whatever it is, the others are graded
                log.exception("%s of %s cannot be taken up", found.assignment, found.student)
                _fail(self._queue, found, str(error) or type(error).__name__)
                continue
            self._released.setdefault(found.assignment, self._state(found.assignment))
            self.running[key] = found
            say_of(Event.STARTED, found, again=int(found.force))
            return key
        raise StopIteration

    def _next(self) -> QueuedSubmission | None:
        slow = sum(bool(found.tried) for found in self.running.values()) < self._slow
        return self._queue.start_next(self._force, self._share, slow)

    def at_first(self, assignment: str, student: str) -> float | None:
        """Return after how many seconds a submission gives way; None if it is graded to its end.

        Where an assignment takes long in general, later.
        """
        if not self._at_first or self.running[assignment, student].tried:
            return None
        typical = statistics.median(self._queue.durations(assignment, LAST) or [0.0])
        return max(self._at_first, TYPICAL * typical)

    def _place(self, found: QueuedSubmission) -> None:
        """Put a copy of the submission into ``submitted/STUDENT/ASSIGNMENT``.

        Of one that was graded before what lies there is graded again: it may be an earlier one that
        an instructor made count.
        """
        target = self._course.folder("submitted", found.student, found.assignment)
        if found.gradings and target.is_dir():
            return
        partial = self._course.root / PLACING
        shutil.rmtree(partial, ignore_errors=True)
        copy = copy_of(self._course.root, found.name)
        shutil.copytree(copy, partial, copy_function=copy_file)
        if target.is_dir():
            EarlierSubmissions(self._course.root, found.student, found.assignment).keep(target)
        replace_folder(partial, target)

    def _is_as_released(self) -> bool:
        return all(self._state(name) == state for name, state in self._released.items())

    def _state(self, assignment: str) -> list[tuple]:
        """Return what tells one version of an assignment from another."""
        folders = [self._course.folder(step, ".", assignment) for step in ("source", "release")]
        files = sorted(path for folder in folders for path in folder.glob("*"))
        return [(path.name, path.stat().st_mtime_ns, path.stat().st_size) for path in files]


class Alive(Workers):
    """Workers that call a function again and again while they are waited for."""

    def __init__(self, workers: Workers, alive: Callable[[], None]):
        self._workers, self._alive = workers, alive
        self.size = workers.size

    def submit(self, tasks: Tasks) -> Future:
        """Give out a task."""
        return self._workers.submit(tasks)

    def lost(self, error: BaseException) -> bool:
        """Whether a worker was lost."""
        return self._workers.lost(error)

    def check(self) -> None:
        """Notice a loss."""
        self._alive()
        self._workers.check()

    def close(self) -> None:
        """End what was started."""
        self._workers.close()


def grade_all(
    course: Course,
    queue: Queue,
    workers: Workers,
    alive: Callable[[], None] = lambda: None,
    between: Callable[[], object] = lambda: None,
) -> int:
    """Grade what is in the queue, and what comes in meanwhile; return how many that were.

    After each `between` is called.
    """
    done = 0
    workers = Alive(workers, alive)
    for force in (False, True):
        # One worker is always there for those that are quick.
        incoming = Incoming(course, queue, force, max(1, workers.size - 1), alive)
        graded = follow(course, incoming, workers, force=force, at_first=incoming.at_first)
        for outcome in graded:
            found = incoming.running.pop((outcome.assignment, outcome.student))
            note(course, queue, found, outcome)
            between()
            alive()
            done += 1
    return done


def note(course: Course, queue: Queue, found: QueuedSubmission, outcome: Outcome) -> None:
    """Keep the feedback page of a submission and note it as graded, or failed."""
    if outcome.gave_way:
        queue.give_way(found.id)
        say_of(Event.GAVE_WAY, found)
        return
    if outcome.error:
        _fail(queue, found, outcome.error)
        return
    say_of(Event.GRADED, found, processor=outcome.seconds)
    try:
        keep_pages(course, found)
    except OSError as error:
        _fail(queue, found, f"its feedback page cannot be kept: {error}")
        return
    notes = list(dict.fromkeys([*found.notes, *outcome.notes]))
    states = {name: str(state) for name, state in outcome.states.items()}
    try:
        exercises = by_exercise(course, found.assignment, found.student, states)
    except Exception as error:
        log.exception("the points of %s of %s", found.assignment, found.student)
        _fail(queue, found, f"its points cannot be read from the gradebook: {error}")
        return
    queue.finish(found.id, exercises, notes, outcome.reason)
    say_of(Event.RECORDED, found)


def _fail(queue: Queue, found: QueuedSubmission, reason: str) -> None:
    queue.fail(found.id, reason)
    say_of(Event.FAILED, found, reason=reason)


def keep_pages(course: Course, found: QueuedSubmission) -> None:
    """Keep the feedback pages of a submission, one for each notebook.

    Raises
    ------
    OSError
        If there are none, or they cannot be written.
    """
    folder = course.folder("feedback", found.student, found.assignment)
    for released in course.notebooks("release", found.assignment):
        page = (folder / f"{released.stem}.html").read_bytes()
        kept = page_of(course.root, found.id, released.stem)
        kept.parent.mkdir(parents=True, exist_ok=True)
        write_whole(kept, page)


def wait(queue: Queue, version: int, alive: Callable[[], None]) -> None:
    """Wait until the queue is another version, or may have something to do without that."""
    ends = time.monotonic() + INTERVALS[0]
    while queue.version == version and time.monotonic() < ends:
        alive()
        time.sleep(INTERVALS[1])


def main() -> None:
    """Grade until the service ends."""
    parser = argparse.ArgumentParser(description="Grades what is in the queue of the service.")
    parser.add_argument("course", type=Path)
    parser.add_argument("--workers", type=int, help="processes; by default one for each processor")
    parser.add_argument("--scheduler", help="a Dask scheduler, such as tcp://10.0.0.1:8786")
    parser.add_argument("--ended", default="", help="how the one before ended, if by a fault")
    given = parser.parse_args()
    alive = begin(given.course, Job.GRADER).beat
    course = Course(given.course)
    queue = Queue(course.root / QUEUE)
    queue.take_back(given.ended)  # what was being graded when the one before ended
    pages = Following(course, queue)
    workers: Workers | None = None
    try:
        if given.scheduler:
            workers = DaskWorkers(given.scheduler)
        else:
            workers = LocalWorkers(given.workers, allow_unsafe=course.execution.allow_unsafe)
            workers.start()  # warm before the first submission
        queue.trouble = ""
        while True:
            version = queue.version
            done = grade_all(course, queue, workers, alive, pages.follow)
            if not done + pages.follow():
                wait(queue, version, alive)
    except (SandboxUnavailable, SandboxFailed, WorkersLost, CourseError) as error:
        queue.trouble = str(error)
        log.error("nothing can be graded: %s", error)
        sys.exit(CANNOT_GRADE)
    finally:
        if workers is not None:
            workers.close()


if __name__ == "__main__":
    main()
