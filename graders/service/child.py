"""What the processes of the service share: how they begin, end, and show that they work.

Each holds a lock on a small file of its own and writes to it again and again; so everybody sees
whether it runs, when it was heard of last, and what keeps it from its work.
"""

import fcntl
import os
import signal
import sys
import threading
import time
from enum import StrEnum
from pathlib import Path

from graders.service import seldom
from graders.service.paths import FOLDER

# The file always has this size, so that a full disk keeps nobody from writing to it.
SIZE = 1000
# Seconds from one sign of life to the next.
INTERVAL = 1.0
# Exit status of the grader: nothing can be graded here, and no submission is the cause.
CANNOT_GRADE = 3


class Job(StrEnum):
    """What a process does."""

    PAGES = "pages"
    EXCHANGE = "exchange"
    GRADER = "grader"
    SENDER = "sender"  # of grades to the learning platform, where there is one


# Seconds that a process may be silent before it is ended: the longest that one step of its work
# takes, and that starting does, on a busy machine. The grader loads what student code may import.
SILENCE = {Job.PAGES: 60.0, Job.EXCHANGE: 120.0, Job.GRADER: 300.0, Job.SENDER: 120.0}


def file_of(course: Path, job: Job) -> Path:
    """Return the file by which a process shows that it works."""
    return course / FOLDER / "alive" / job


class Heartbeat:
    """The signs of life of this process; there is one at a time for each job.

    The first waits until the process before has ended.
    """

    def __init__(self, course: Path, job: Job):
        path = file_of(course, job)
        path.parent.mkdir(parents=True, exist_ok=True)
        self._handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        # Not `flock`: what this process forks would hold it as well.
        fcntl.lockf(self._handle, fcntl.LOCK_EX)
        self._said, self._last = "", 0.0
        self.beat()

    def beat(self, fault: str | None = None) -> None:
        """Show that work goes on, and which fault there is ("" if none is any more)."""
        now = time.monotonic()
        fault = self._said if fault is None else fault
        if fault != self._said or now - self._last >= INTERVAL:
            self._said, self._last = fault, now
            os.pwrite(self._handle, fault.encode(errors="replace")[:SIZE].ljust(SIZE), 0)


def faults(course: Path, jobs: list[Job]) -> dict[Job, str]:
    """Return what is wrong with processes."""
    found: dict[Job, str] = {}
    for job in jobs:
        try:
            with open(file_of(course, job), "rb") as file:
                silent = time.time() - os.fstat(file.fileno()).st_mtime
                said = file.read(SIZE).decode(errors="replace").strip()
                is_running = _is_locked(file.fileno())
        except FileNotFoundError:
            is_running = False
        if not is_running:
            found[job] = "it is not running, and is started again"
        elif silent > SILENCE[job] / 2:
            found[job] = f"nothing was heard of it for {silent:.0f} s"
        elif said:
            found[job] = said
    return found


def _is_locked(handle: int) -> bool:
    try:
        fcntl.lockf(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    return False


def begin(course: Path, job: Job) -> Heartbeat:
    """Begin as a process of the service: end when it does, and say things in its log."""
    seldom.configure()
    threading.Thread(target=_end_with_service, daemon=True).start()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # it is for the service
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    return Heartbeat(course, job)


def _end_with_service() -> None:
    """End when standard input closes, which happens however the service ends."""
    while os.read(0, 4096):
        pass
    # Nothing is lost, whenever this is; the grader's workers notice.
    os._exit(1)
