"""A small course whose grading service serves its pages, and graded what the test says."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from nbgrader.apps import NbGraderAPI
from playwright.sync_api import Browser, BrowserContext

from graders.batch.outcome import Outcome
from graders.course import Course
from graders.exchange import Exchange, Receipt
from graders.notebook.results import State
from graders.service.grader import note
from graders.service.paths import QUEUE
from graders.service.policy import Policy
from graders.service.publisher import Publisher
from graders.service.queue import Queue
from graders.service.regrade import Requests
from tests.record.recording import Recording
from tests.small_course import NAME
from tests.system.hub.hub_api import PREFIX, Visitor, environment, hub_api
from tests.system.hub.served import COURSE, REPOSITORY

STATES = {"test_double": State.PASSED, "explain": State.BY_HAND}
WRONG = "def double(x):\n    return 3 * x"
FORMGRADER = "/services/course"


class Paged:
    """The course; what students have handed in is made up, and the pages are real.

    Parameters
    ----------
    folder : Path
    """

    def __init__(self, folder: Path):
        self.made = Recording(folder / "course")
        self.course = Course(self.made.folder)
        self.exchange = Exchange(folder / "exchange", COURSE, "claimed")
        self.exchange.folder.parent.mkdir()
        self.exchange.prepare()
        (self.exchange.folder / "outbound" / NAME).mkdir(parents=True)
        self.queue = Queue(self.course.root / QUEUE)
        self.requests = Requests(self.course.root / QUEUE)
        self.address = ""

    def hand_in(self, student: str, moment: float, **options: str) -> int:
        """Put a submission into the queue; return its number."""
        name = f"{student} {moment}"
        (self.exchange.inbound / name).mkdir()
        self.queue.add(name, Receipt(student, NAME, moment), **options)
        return max(one.id for one in self.queue.find())

    def grade(self, student: str, moment: float, level: str = "full", **answers: str) -> int:
        """Hand in, grade and give back; return the submission's number."""
        points = {"test_double": 0.0} if answers.get("double") == WRONG else {}
        self.made.record(student, self.made.filled(**answers), **points)
        done = NbGraderAPI(config=self.course.config).generate_feedback(NAME, student, force=True)
        assert done["success"], done
        with self.course.gradebook() as gradebook:
            found = gradebook.find_submission(NAME, student)
            found.timestamp = datetime.fromtimestamp(moment, UTC).replace(tzinfo=None)
            gradebook.db.commit()
        number = self.hand_in(student, moment)
        note(self.course, self.queue, self._next(), Outcome(student, STATES, assignment=NAME))
        self.give_back(level)
        return number

    def _next(self):
        found = self.queue.start_next()
        assert found is not None
        return found

    def give_back(self, level: str = "full") -> None:
        """Give students what is new for them."""
        policy = Policy(feedback_until_due=level)
        Publisher(self.course, self.exchange, self.queue, policy).give_all()

    def set_due(self, moment: float) -> None:
        with self.course.gradebook() as gradebook:
            due = datetime.fromtimestamp(moment, UTC).replace(tzinfo=None)
            gradebook.find_assignment(NAME).duedate = due
            gradebook.db.commit()

    def visitor(self, name: str) -> Visitor:
        """Return somebody who has logged in."""
        visitor = Visitor(self.address)
        visitor.log_in(f"{name}-{time.monotonic_ns()}")
        return visitor

    def wait(self, visitor: Visitor, text: str, path: str = "") -> str:
        """Return a page as soon as a text stands there."""
        ends = time.monotonic() + 60
        while text not in (page := visitor.open(path)[1]):
            assert time.monotonic() < ends, page
            time.sleep(0.2)
        return page

    def context(self, browser: Browser, visitor: Visitor, **options: str) -> BrowserContext:
        """Return a browser in which somebody has logged in."""
        context = browser.new_context(**options)
        keys = ("name", "value", "path")
        context.add_cookies(
            [
                {key: getattr(one, key) or "" for key in keys} | {"domain": "127.0.0.1"}
                for one in visitor.cookies
            ]
        )
        return context

    @contextmanager
    def serving(self) -> Iterator["Paged"]:
        """Serve the pages."""
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{port}"
        command = [sys.executable, "-m", "graders.service.web"]
        command += [str(self.course.root), str(self.exchange.folder.parent)]
        clean = {k: v for k, v in os.environ.items() if not k.startswith("JUPYTERHUB_")}
        with hub_api() as api:
            process = subprocess.Popen(
                command,
                cwd=REPOSITORY,
                env=clean | environment(api, port) | {"GRADERS_FORMGRADER": FORMGRADER},
                stdin=subprocess.PIPE,
            )
            try:
                self._wait_for(process)
                yield self
            finally:
                process.stdin.close()  # by which it ends
                process.wait(60)

    def _wait_for(self, process: subprocess.Popen) -> None:
        ends = time.monotonic() + 120
        while True:
            assert process.poll() is None and time.monotonic() < ends
            with suppress(OSError):
                Visitor(self.address).open("health")
                return
            time.sleep(0.1)


def home(path: str = "") -> str:
    """Return an address of the service."""
    return f"{PREFIX}{path}"
