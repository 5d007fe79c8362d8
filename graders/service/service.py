"""The service's first process: starts the others, and again what ends or falls silent.

It does nothing else, so that nothing stops it.
"""

import fcntl
import logging
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

from graders.course import CourseError
from graders.service.child import CANNOT_GRADE, SILENCE, Job, file_of
from graders.service.paths import LOCK

# Seconds between two looks at the processes.
INTERVAL = 0.5
# Seconds before one that ended is started again: at first, and at most.
PAUSES = 1.0, 60.0
# Seconds that one has for ending when it is told to.
GRACE = 10.0

log = logging.getLogger("graders.service")


class Child:
    """One of the processes.

    Parameters
    ----------
    course : Path
    job : Job
    command : list of str
        A module and its arguments.
    """

    def __init__(self, course: Path, job: Job, command: list[str]):
        self._job, self._file = job, file_of(course, job)
        self._command = [sys.executable, "-m", *command]
        self._process: subprocess.Popen | None = None
        self._pause, self._due, self._started = PAUSES[0], 0.0, 0.0
        self._ended, self._beat, self._heard = "", 0, 0.0

    def look(self) -> None:
        """Start it if it is its time, notice that it has ended, end it if it is silent."""
        now = time.monotonic()
        if self._process is None:
            if now >= self._due:
                self._start()
            return
        status = self._process.poll()
        if status is not None:
            self._note_end(status)
        elif (beat := self._read_beat()) != self._beat:
            self._beat, self._heard = beat, now
        elif now - self._heard > SILENCE[self._job]:
            log.error("%s: silent for %.0f s; it is ended", self._job, now - self._heard)
            self._process.kill()
            self._heard = now

    def _start(self) -> None:
        # The grader gives up what ends it again and again, so it hears how that was.
        command = [*self._command, *([f"--ended={self._ended}"] if self._ended else [])]
        # Whoever may have the hub's token, it is not a process that touches what students made.
        is_page = self._job is Job.PAGES
        environment = {
            k: v for k, v in os.environ.items() if is_page or not k.startswith("JUPYTERHUB_")
        }
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, env=environment)
        self._started = self._heard = time.monotonic()
        self._beat, self._ended = self._read_beat(), ""

    def _note_end(self, status: int) -> None:
        assert self._process is not None and self._process.stdin is not None
        self._process.stdin.close()
        self._process = None
        reason = f"the {self._job} ended with status {status}"
        now = time.monotonic()
        if now - self._started > PAUSES[1]:
            self._pause = PAUSES[0]
        log.error("%s; it is started again in %.0f s", reason, self._pause)
        self._due, self._pause = now + self._pause, min(2 * self._pause, PAUSES[1])
        if self._job is Job.GRADER and status != CANNOT_GRADE:
            self._ended = reason

    def _read_beat(self) -> int:
        try:
            return self._file.stat().st_mtime_ns
        except OSError:
            return 0

    def end(self) -> None:
        """Tell it to end."""
        if self._process is not None:
            self._process.terminate()

    def wait(self) -> None:
        """Wait until it has ended, and do not wait for long."""
        if self._process is not None:
            try:
                self._process.wait(GRACE)
            except subprocess.TimeoutExpired:
                self._process.kill()
            with self._process:  # closes what is open, and waits
                self._process = None


class Service:
    """Keeps processes running.

    Parameters
    ----------
    course : Path
    commands : dict of Job to list of str

    Raises
    ------
    CourseError
        If another service works on this course.
    """

    def __init__(self, course: Path, commands: dict[Job, list[str]]):
        lock = course / LOCK
        lock.parent.mkdir(parents=True, exist_ok=True)
        self._lock = open(lock, "w")  # noqa: SIM115  (held as long as this process lives)
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CourseError(f"another grading service works on {course}") from None
        self._children = [Child(course, job, command) for job, command in commands.items()]

    def run(self) -> None:
        """Run until a signal to end comes."""
        ended = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: ended.set())
        while not ended.wait(INTERVAL):
            for child in self._children:
                try:
                    child.look()
                except OSError as error:  # no process can be started, for example
                    log.error("a process cannot be looked after: %s", error)
        for child in self._children:
            child.end()
        for child in self._children:
            child.wait()
