"""A hub as `make hub` starts it, for tests: it ends, and leaves nothing, however the test ends."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path

from graders.service.paths import QUEUE
from graders.service.queue import Queue
from hub import accounts, view
from hub.settings import Settings, load
from hub.supervisor import COURSE
from tests.grading_course import REPOSITORY

# Waits until the test's process has closed its end, which also happens when it is killed.
CLEANER = """
import subprocess, sys
sys.stdin.read()
command = [sys.executable, "-m", "hub", "clean", "--yes", "--folder", sys.argv[1]]
sys.exit(subprocess.run(command).returncode)
"""
# Seconds within which a hub starts, on a busy machine.
START = 600


class Running:
    """A hub in a folder of its own.

    Parameters
    ----------
    folder : Path
    options : str
        For `python -m hub start`.
    """

    def __init__(self, folder: Path, *options: str):
        self.folder, self.options = folder, options
        self.process: subprocess.Popen | None = None

    def start(self) -> None:
        """Start the hub, or go on with it; return when it is ready."""
        command = [sys.executable, "-m", "hub", "start", "--folder", str(self.folder)]
        command += ["--port", str(_free_port()), "--prefix", f"t{os.getpid()}-", *self.options]
        said = self.folder.with_suffix(".said")
        with open(said, "w") as file:
            self.process = subprocess.Popen(command, cwd=REPOSITORY, stdout=file, stderr=file)
        ends = time.monotonic() + START
        while "Ctrl-C" not in said.read_text():
            assert self.process.poll() is None and time.monotonic() < ends, said.read_text()
            time.sleep(0.2)
        self.said = said.read_text()

    def end(self) -> None:
        """End the hub, as Ctrl-C does."""
        self.process.terminate()
        assert self.process.wait(60) == 0

    @property
    def settings(self) -> Settings:
        return load(self.folder)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.settings.port}"

    @property
    def grading(self) -> str:
        return f"{self.address}/services/grading-{COURSE}"

    @property
    def log(self) -> str:
        """The end of what the hub and its services have said."""
        return (self.settings.hub / "jupyterhub.log").read_text()[-5000:]

    @cached_property
    def queue(self) -> Queue:
        return Queue(self.settings.course / QUEUE)


@contextmanager
def running_hub(*options: str, students: Sequence[str] = ()) -> Iterator[Running]:
    """A hub that is started, and removed at the end; by default with the students of `make hub`."""
    above = Path(tempfile.mkdtemp(prefix="graders-hub-"))
    above.chmod(0o755)
    folder = above / "hub"
    cleaner = subprocess.Popen(
        [sys.executable, "-c", CLEANER, str(folder)],
        cwd=REPOSITORY,
        stdin=subprocess.PIPE,
        start_new_session=True,
    )
    hub = Running(folder, *options)
    try:
        if students:
            folder.mkdir()
            names = [f"t{os.getpid()}-{role}" for role in ("instructor", "grader")]
            is_possible = accounts.can_be_made() and view.possible()
            Settings(str(folder), 0, *names, list(students), is_possible).save()
        hub.start()
        yield hub
    finally:
        if "queue" in vars(hub):
            hub.queue.close()
        made = hub.settings.made if hub.settings else []
        cleaner.stdin.close()
        status = cleaner.wait(120 + 2 * len(students))
        if hub.process is not None:
            hub.process.wait(60)
        shutil.rmtree(above)
        assert status == 0 and not any(map(accounts.exists, made))


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as opened:
        return opened.getsockname()[1]
