"""The process that sends grades to the learning platform, where there is one.

Started by the service as ``python -m graders.service.sending``. However slow the platform is, only
this process waits for it.
"""

import argparse
import logging
import time
from collections.abc import Callable
from pathlib import Path

from graders.course import Course
from graders.lti.outbox import Outbox
from graders.lti.platform import Platform
from graders.lti.sending import send
from graders.lti.settings import settings_of
from graders.service.child import Job, begin
from graders.service.outgoing import note

# Seconds between two looks into the gradebook.
INTERVAL = 10.0
# Seconds between two signs of life.
STEP = 1.0

log = logging.getLogger(__name__)


class Sender:
    """Notes grades and sends them.

    Parameters
    ----------
    course : Course
    alive : callable
        Is called again and again.
    """

    def __init__(self, course: Course, alive: Callable[[], None] = lambda: None):
        self._course, self._alive = course, alive
        self._settings = settings_of(course.config)
        self._outbox = Outbox(course.root, self._settings)

    def take_turn(self) -> int:
        """Note what is new, and send some of it; return how many were sent or refused."""
        with self._outbox.sending() as is_mine:
            if not is_mine:  # `graders lti send`
                return 0
            note(self._course, self._settings, self._outbox)
            reason, due = self._outbox.trouble
            if (reason and due > time.time()) or self._outbox.next() is None:
                return 0
            # The key is read each time: it may have been made, or changed.
            platform = Platform(self._course.root, self._settings, self._alive)
            try:
                return send(self._outbox, platform)
            finally:
                platform.close()


def main() -> None:
    """Send grades until the service ends."""
    parser = argparse.ArgumentParser(description="Sends grades to the learning platform.")
    parser.add_argument("course", type=Path)
    given = parser.parse_args()
    heartbeat = begin(given.course, Job.SENDER)
    sender = Sender(Course(given.course), heartbeat.beat)
    while True:
        fault, done = "", 0
        try:
            done = sender.take_turn()
        except Exception as error:  # a locked gradebook, no key: it may pass
            fault = str(error) or type(error).__name__
            log.exception("grades cannot be sent; it is tried again")
        heartbeat.beat(fault)
        ends = time.monotonic() + (0 if done else INTERVAL)
        while time.monotonic() < ends:
            time.sleep(STEP)
            heartbeat.beat()


if __name__ == "__main__":
    main()
