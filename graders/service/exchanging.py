"""The process that works on the exchange: takes in what students hand in, and gives back.

Started by the service as ``python -m graders.service.exchanging``.
"""

import argparse
import logging
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from graders.course import Course
from graders.exchange import IDENTITIES, Exchange
from graders.service.child import Job, begin, faults
from graders.service.paths import ALIVE, QUEUE
from graders.service.pausing import Pause, Pauses
from graders.service.policy import Policy
from graders.service.publisher import Publisher
from graders.service.queue import Queue
from graders.service.receiver import Receiver

# Seconds between two looks into the exchange.
INTERVAL = 0.5
# Seconds between two signs of life for students.
SHOWN = 20.0

log = logging.getLogger(__name__)


class Turns:
    """Receives and gives back, each by itself: what stops one does not stop the other."""

    def __init__(self, *steps: Callable[[], int]):
        self._steps = steps
        self.done = 0  # in the last turn
        self._faults: dict[int, str] = {}

    def take(self) -> str:
        """Take a turn; return the faults, none if there are none."""
        self.done = 0
        for number, step in enumerate(self._steps):
            try:
                self.done += step()
                self._faults.pop(number, None)
            except Exception as error:  # a full disk, a locked gradebook: it may pass
                said = str(error) or type(error).__name__
                if self._faults.get(number) != said:
                    log.exception("the exchange cannot be worked on; it is tried again")
                self._faults[number] = said
        return "; ".join(self._faults.values())


def show_alive(path: Path, pause: Pause | None = None) -> None:
    """Show students that submissions are received and graded, or since when that is paused."""
    said = f"{pause.since:.0f}" if pause else ""
    with suppress(OSError):
        is_recent = path.exists() and time.time() - path.stat().st_mtime < SHOWN
        if is_recent and path.read_text() == said:
            return
        path.write_text(said)
        path.touch()
        path.chmod(0o644)


def main() -> None:
    """Work on the exchange until the service ends."""
    parser = argparse.ArgumentParser(description="Receives submissions, and gives feedback back.")
    parser.add_argument("course", type=Path)
    parser.add_argument("exchange", type=Path)
    parser.add_argument("identity", choices=IDENTITIES)
    given = parser.parse_args()
    heartbeat = begin(given.course, Job.EXCHANGE)
    course = Course(given.course)
    exchange = Exchange(given.exchange, course.directory.course_id, given.identity)
    exchange.prepare()
    queue, policy = Queue(course.root / QUEUE), Policy(config=course.config)
    pauses = Pauses(course.root / QUEUE)
    receiver = Receiver(exchange, queue, policy, course.root, heartbeat.beat)
    publisher = Publisher(course, exchange, queue, policy, heartbeat.beat)
    turns = Turns(receiver.receive, publisher.give_all)
    while True:
        fault = turns.take()
        heartbeat.beat(fault)
        if not fault and not queue.trouble and not faults(course.root, [Job.GRADER]):
            show_alive(exchange.folder / ALIVE, pauses.now)
        if not turns.done:
            time.sleep(INTERVAL)


if __name__ == "__main__":
    main()
