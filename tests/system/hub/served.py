"""A small course with a grading service, as JupyterHub starts it, but without a hub."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import psutil

from graders.course import Course
from graders.exchange import Exchange
from graders.service.paths import QUEUE
from graders.service.queue import Queue, QueuedSubmission
from tests.grading_course import NAME, REPOSITORY, Class
from tests.system.hub.handing_in import Desk

COURSE = "mathematics-of-deep-learning"
# With root, submissions belong to the accounts that they are named after.
IDENTITY = "accounts" if os.getuid() == 0 else "claimed"


def running(pid: int, module: str) -> list[int]:
    """Return what runs a Python module, of all that a process started, directly or not."""
    found = []
    for process in psutil.Process(pid).children(recursive=True):
        with suppress(psutil.NoSuchProcess):  # it ended meanwhile; it may be a zombie still
            if process.cmdline()[1:3] == ["-m", module]:
                found.append(process.pid)
    return found


def _command(process: psutil.Process) -> list[str]:
    with suppress(psutil.NoSuchProcess):
        return process.cmdline()
    return []


class Served:
    """The course, its exchange and its service.

    Parameters
    ----------
    folder : Path
    config : str
        Lines for nbgrader_config.py.
    """

    def __init__(self, folder: Path, config: str = ""):
        self.course = Class(folder / "course")
        with open(self.course.folder / "nbgrader_config.py", "a") as file:
            file.write(config)
        root = folder / "exchange"
        root.mkdir()
        root.chmod(0o1777)
        self.exchange = Exchange(root, COURSE, IDENTITY)
        self.exchange.prepare()
        (self.exchange.folder / "outbound" / NAME).mkdir()
        self.log = folder / "service.log"
        self.queue = Queue(self.course.folder / QUEUE)
        self.process: subprocess.Popen | None = None
        desk = Desk(self.exchange, NAME, IDENTITY == "accounts")
        self.hand_in, self.page = desk.hand_in, desk.page

    def start(self, more: dict[str, str] | None = None) -> None:
        """Start it, with more in its environment."""
        command = [sys.executable, "-m", "graders.service", str(self.course.folder)]
        command += ["--exchange", str(self.exchange.folder.parent), "--identity", IDENTITY]
        environment = {k: v for k, v in os.environ.items() if not k.startswith("JUPYTERHUB_")}
        environment |= more or {}
        command += ["--workers", "2"]
        with open(self.log, "a") as log:
            self.process = subprocess.Popen(command, cwd=REPOSITORY, env=environment, stderr=log)

    def end(self, how: int = signal.SIGTERM) -> int:
        """End the service, and make sure that nothing of it is left; return its status."""
        family = psutil.Process(self.process.pid).children(recursive=True)
        self.process.send_signal(how)
        status = self.process.wait(60)
        _, alive = psutil.wait_procs(family, timeout=120)  # one that imports ends after that
        assert not alive, f"outlive the service: {[_command(process) for process in alive]}"
        return status

    def grader(self) -> int | None:
        """Return the process that grades, if there is one."""
        return next(iter(running(self.process.pid, "graders.service.grader")), None)

    def row(self, name: str) -> QueuedSubmission | None:
        return next(iter(self.queue.find("name = :name", name=name)), None)

    def wait(self, condition: Callable[[], object], seconds: float = 300) -> None:
        ends = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < ends, f"waited in vain; {self.queue.find()}\n{self.said}"
            assert self.process.poll() is None, self.said
            time.sleep(0.1)

    def wait_for_page(self, name: str, text: str, seconds: float = 300) -> str:
        self.wait(lambda: text in self.page(name), seconds)
        return self.page(name)

    def set_due(self, due: datetime) -> None:
        with Course(self.course.folder).gradebook() as gradebook:
            gradebook.find_assignment(NAME).duedate = due
            gradebook.db.commit()

    @property
    def said(self) -> str:
        return self.log.read_text() if self.log.exists() else ""
