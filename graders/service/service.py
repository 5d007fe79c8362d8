"""The service's first process: works on the exchange, and sees to it that a grader is there."""

import asyncio
import fcntl
import logging
import os
import subprocess
import sys
import time

from graders.course import Course, CourseError
from graders.exchange import Exchange
from graders.service.grader import CANNOT_GRADE
from graders.service.paths import LOCK, QUEUE
from graders.service.policy import Policy
from graders.service.publisher import Publisher
from graders.service.queue import Queue
from graders.service.receiver import Receiver

# Seconds between two looks into the exchange.
INTERVAL = 0.5
# Seconds before a grader that ended is started again: at first, and at most.
PAUSES = 1.0, 60.0

log = logging.getLogger("graders.service")


class Service:
    """Receives and returns submissions, and keeps a grader running, which gets the options.

    Raises
    ------
    CourseError
        If another service works on this course.
    """

    def __init__(self, course: Course, exchange: Exchange, options: list[str]):
        self._course, self._options = course, options
        lock = course.root / LOCK
        lock.parent.mkdir(parents=True, exist_ok=True)
        self._lock = open(lock, "w")  # noqa: SIM115  (held as long as this process lives)
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CourseError(f"another grading service works on {course.root}") from None
        exchange.prepare()
        policy = Policy(config=course.config)
        self.queue = Queue(course.root / QUEUE)
        queue = Queue(course.root / QUEUE)  # for the thread that works on the exchange
        self._receiver = Receiver(exchange, queue, policy, course.root)
        self._publisher = Publisher(course, exchange, queue, policy)
        self._grader: asyncio.subprocess.Process | None = None
        self._looked = time.monotonic()
        self.error = ""

    @property
    def faults(self) -> list[str]:
        """Return the present faults of the service, as sentences."""
        faults = [self.error, self.queue.trouble]
        if self._grader is None or self._grader.returncode is not None:
            faults.append("the grader is not running; it is started again")
        silent = time.monotonic() - self._looked
        if silent > 30:
            faults.append(f"the exchange was looked into last {silent:.0f} s ago")
        return [fault for fault in faults if fault]

    def wake(self) -> None:
        """Tell the grader that there is something to do."""
        grader = self._grader
        if grader is not None and grader.returncode is None and grader.stdin is not None:
            grader.stdin.write(b".")

    async def exchange_forever(self) -> None:
        """Receive and return, again and again."""
        while True:
            try:
                if await asyncio.to_thread(self._receiver.receive):
                    self.wake()
                await asyncio.to_thread(self._publisher.give_all)
                self.error = ""
            except Exception as error:  # a full disk, a locked gradebook: it may pass
                if str(error) != self.error:
                    log.exception("the exchange cannot be worked on; it is tried again")
                self.error = str(error) or type(error).__name__
            self._looked = time.monotonic()
            await asyncio.sleep(INTERVAL)

    async def grade_forever(self) -> None:
        """Start the grader, and start it again when it ends."""
        self.queue.take_back()  # what was being graded when the service ended
        pause = PAUSES[0]
        # Whoever may have the hub's token, it is not a process that executes student code.
        environment = {k: v for k, v in os.environ.items() if not k.startswith("JUPYTERHUB_")}
        command = [sys.executable, "-m", "graders.service.grader", str(self._course.root)]
        while True:
            started = time.monotonic()
            self._grader = await asyncio.create_subprocess_exec(
                *command, *self._options, stdin=subprocess.PIPE, env=environment
            )
            status = await self._grader.wait()
            reason = f"the grader ended with status {status}"
            log.error("%s; it is started again in %.0f s", reason, pause)
            self.queue.take_back("" if status == CANNOT_GRADE else reason)
            await asyncio.sleep(pause)
            lasted = time.monotonic() - started
            pause = PAUSES[0] if lasted > PAUSES[1] else min(2 * pause, PAUSES[1])

    async def close(self) -> None:
        """End the grader, and with it its workers."""
        if self._grader is not None and self._grader.returncode is None:
            self._grader.terminate()
            try:
                await asyncio.wait_for(self._grader.wait(), 10)
            except TimeoutError:
                self._grader.kill()
                await self._grader.wait()
        self.queue.take_back()
        self.queue.close()
