"""A small course with a grading service, as JupyterHub starts it, but without a hub."""

import os
import pwd
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import nbformat
import psutil
from nbformat import NotebookNode
from nbgrader.utils import notebook_hash

from graders.course import Course
from graders.exchange import Exchange
from graders.service.places import queue_of
from graders.service.queue import Queue, Submission
from tests.grading_course import NAME, REPOSITORY, Class

COURSE = "mathematics-of-deep-learning"
# With root, submissions belong to the accounts that they are named after.
IDENTITY = "accounts" if os.getuid() == 0 else "claimed"
# Accounts that every Linux has.
STUDENTS = ["daemon", "bin", "sys", "games", "man", "lp", "mail", "news", "uucp", "proxy"]


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
        self.log = folder / "service.log"
        self.queue = Queue(queue_of(self.course.folder))
        self.process: subprocess.Popen | None = None
        self._secrets: dict[str, str] = {}

    def start(self) -> None:
        command = [sys.executable, "-m", "graders.service", str(self.course.folder)]
        command += ["--exchange", str(self.exchange.folder.parent), "--identity", IDENTITY]
        environment = {k: v for k, v in os.environ.items() if not k.startswith("JUPYTERHUB_")}
        command += ["--workers", "2"]
        with open(self.log, "a") as log:
            self.process = subprocess.Popen(command, cwd=REPOSITORY, env=environment, stderr=log)

    def end(self, how: int = signal.SIGTERM) -> int:
        """End the service, and make sure that nothing of it is left; return its status."""
        family = psutil.Process(self.process.pid).children(recursive=True)
        self.process.send_signal(how)
        status = self.process.wait(30)
        _, alive = psutil.wait_procs(family, timeout=20)
        assert not alive, f"outlive the service: {alive}"
        return status

    def grader(self) -> int | None:
        """Return the process that grades, if there is one."""
        for child in psutil.Process(self.process.pid).children():
            if "graders.service.grader" in child.cmdline():
                return child.pid
        return None

    def hand_in(self, student: str, content: NotebookNode | bytes, owner: str = "") -> str:
        """Leave what nbgrader's Submit leaves; return its name."""
        moment = f"{datetime.now():%Y-%m-%d %H:%M:%S.%f} UTC"
        name = f"{student}+{NAME}+{moment}+{secrets.token_urlsafe(9)}"
        folder = self.exchange.inbound / name
        folder.mkdir(mode=0o700)
        if not isinstance(content, bytes):
            content = nbformat.v4.writes(content).encode()
        self._secrets[name] = secrets.token_hex(64)
        files = {
            f"{NAME}.ipynb": content,
            "timestamp.txt": moment.encode(),
            "submission_secret.txt": self._secrets[name].encode(),
        }
        uid = pwd.getpwnam(owner or student).pw_uid if IDENTITY == "accounts" else os.getuid()
        for file, data in files.items():
            (folder / file).write_bytes(data)
            os.chown(folder / file, uid, -1)
        os.chown(folder, uid, -1)
        folder.chmod(0o777)
        return name

    def page(self, name: str) -> str:
        """Return what nbgrader's list would fetch for a submission, nothing if there is none."""
        secret = notebook_hash(secret=self._secrets[name], notebook_id=NAME)
        path = self.exchange.folder / "feedback" / f"{secret}.html"
        return path.read_text() if path.exists() else ""

    def row(self, name: str) -> Submission | None:
        return next(iter(self.queue.find("name = :name", name=name)), None)

    def wait(self, condition: Callable[[], object], seconds: float = 90) -> None:
        ends = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < ends, f"waited in vain; {self.queue.find()}\n{self.said}"
            assert self.process.poll() is None, self.said
            time.sleep(0.1)

    def wait_for_page(self, name: str, text: str, seconds: float = 90) -> str:
        self.wait(lambda: text in self.page(name), seconds)
        return self.page(name)

    def set_due(self, due: datetime) -> None:
        with Course(self.course.folder).gradebook() as gradebook:
            gradebook.find_assignment(NAME).duedate = due
            gradebook.db.commit()

    @property
    def said(self) -> str:
        return self.log.read_text() if self.log.exists() else ""
