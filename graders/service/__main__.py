"""Starts the grading service: ``python -m graders.service COURSE``, as JupyterHub does."""

import argparse
import asyncio
import fcntl
import logging
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from traitlets.config import Config

from graders.course import Course, CourseError
from graders.exchange import IDENTITIES, Exchange
from graders.policy import Policy
from graders.service import web
from graders.service.grader import CANNOT_GRADE
from graders.service.places import lock_of, queue_of
from graders.service.queue import Queue
from graders.service.receiver import Receiver
from graders.service.returns import Returns

# Seconds between two looks into the exchange.
INTERVAL = 0.5
# Seconds before a grader that ended is started again: at first, and at most.
PAUSES = 1.0, 60.0

log = logging.getLogger("graders.service")


class Service:
    """Receives and returns submissions, and sees to it that a grader is there.

    Parameters
    ----------
    course : Course
    exchange : Exchange
    options : list of str
        For the grader; see its help.

    Raises
    ------
    CourseError
        If another service works on this course.
    """

    def __init__(self, course: Course, exchange: Exchange, options: list[str]):
        self._course, self._options = course, options
        lock = lock_of(course.root)
        lock.parent.mkdir(parents=True, exist_ok=True)
        self._lock = open(lock, "w")  # noqa: SIM115  (held as long as this process lives)
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CourseError(f"another grading service works on {course.root}") from None
        exchange.prepare()
        policy = Policy(config=course.config)
        self.queue = Queue(queue_of(course.root))
        queue = Queue(queue_of(course.root))  # for the thread that works on the exchange
        self._receiver = Receiver(exchange, queue, policy, course.root)
        self._returns = Returns(course, exchange, queue, policy)
        self._grader: asyncio.subprocess.Process | None = None
        self._looked = time.monotonic()
        self.error = ""

    @property
    def faults(self) -> list[str]:
        """What is wrong with the service at the moment, as sentences; nothing if all is well."""
        faults = [self.error, self.queue.trouble]
        if self._grader is None or self._grader.returncode is not None:
            faults.append("the grader is not running; it is started again")
        silent = time.monotonic() - self._looked
        if silent > 30:
            faults.append(f"the exchange was looked into last {silent:.0f} s ago")
        return [fault for fault in faults if fault]

    def wake(self) -> None:
        """Tell the grader that there is something to do."""
        if self._grader is not None and self._grader.returncode is None:
            self._grader.stdin.write(b".")

    async def exchange_forever(self) -> None:
        """Receive and return, again and again."""
        while True:
            try:
                if await asyncio.to_thread(self._receiver.receive):
                    self.wake()
                await asyncio.to_thread(self._returns.give_all)
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
        # Whoever may have the hub's token, it is not a process with workers and kernels.
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


async def serve(service: Service) -> None:
    """Run until a signal to end comes."""
    ended = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, ended.set)
    server = web.listen(service)
    tasks = [
        asyncio.create_task(work) for work in (service.exchange_forever(), service.grade_forever())
    ]
    ending = asyncio.create_task(ended.wait())
    # A task ends by an error alone; then the service does, and the hub starts it again.
    await asyncio.wait([*tasks, ending], return_when=asyncio.FIRST_COMPLETED)
    for task in tasks:
        task.cancel()
    results = await asyncio.gather(*tasks, return_exceptions=True)
    if server is not None:
        server.stop()
    await service.close()
    for result in results:
        if not isinstance(result, asyncio.CancelledError):
            raise result


def main() -> None:
    """Run the service."""
    parser = argparse.ArgumentParser(prog="python -m graders.service", description=__doc__)
    parser.add_argument("course", type=Path, help="the folder with nbgrader_config.py")
    parser.add_argument("--exchange", type=Path, help="by default Exchange.root of the course")
    parser.add_argument(
        "--identity",
        choices=IDENTITIES,
        default="accounts",
        help="how the student's name is checked: the Unix account that owns the submission, the "
        "number computed for the student's container, or not at all (a demonstration)",
    )
    parser.add_argument("--workers", help="processes that grade; by default one for each processor")
    parser.add_argument("--scheduler", help="a Dask scheduler, in the place of processes")
    given = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s: %(message)s")
    try:
        course = Course(given.course)
        root = given.exchange or exchange_root(course.config)
        exchange = Exchange(root, course.directory.course_id, given.identity)
        options = [
            argument
            for name in ("workers", "scheduler")
            if (value := getattr(given, name))
            for argument in (f"--{name}", value)
        ]
        service = Service(course, exchange, options)
    except (CourseError, OSError) as error:
        sys.exit(f"graders.service: {error}")
    asyncio.run(serve(service))


def exchange_root(config: Config) -> Path:
    """Return the exchange's folder as the course is configured.

    Raises
    ------
    CourseError
        If it is not.
    """
    root = config.Exchange.get("root")
    if not root:
        raise CourseError("set c.Exchange.root in nbgrader_config.py, or give --exchange")
    return Path(root)


if __name__ == "__main__":
    main()
