"""Targets that a sandboxed program must not reach, set up around it and checked afterwards."""

import contextlib
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import psutil

from graders.execute.sandbox.levels import Level
from graders.execute.sandbox.linux.syscalls import CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
from graders.execute.sandbox.visible_paths import library_paths, open_to_all, visible_paths


class Surroundings:
    """A small course, a process of the grader's and open sockets, for the time of some trials.

    The real course must be out of reach as well.
    """

    def __init__(self, course: Path, level: Level):
        self._course = course
        self._level = level

    def __enter__(self):
        self._stack = contextlib.ExitStack()
        # Not a temporary folder of the kind that a sandbox has its own of.
        self._folder = Path(tempfile.mkdtemp(prefix="graders-doctor-"))
        self._stack.callback(shutil.rmtree, self._folder)
        self._open = self._folder / "open"
        self._open.mkdir()
        self._open.chmod(0o777)
        self._folder.chmod(0o755)
        self._files = [self._folder / "gradebook.db", self._open / "submission.ipynb"]
        for path in self._files:
            path.write_text("secret")
            path.chmod(0o666)
        self._victim = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(3600)"])
        self._stack.callback(self._victim.wait)
        self._stack.callback(self._victim.kill)
        self._survivor = "g" + secrets.token_hex(6)  # as long as a process's name may be
        self._sockets = self._listen()
        return self

    def __exit__(self, *_):
        self._stack.close()

    def facts(self) -> dict:
        """Return what a trial may know."""
        allowed = 0
        if self._level is Level.LANDLOCK and os.geteuid() == 0 and not open_to_all():
            allowed = 1 << CAP_DAC_READ_SEARCH | 1 << CAP_DAC_OVERRIDE
        return {
            "listening": [(s.family.name, _printable(s.getsockname())) for s in self._sockets],
            "secrets": [str(path) for path in self._secrets()],
            "hidden": {str(folder): _hidden(folder) for folder in self._folders()},
            "files": [str(path) for path in self._files],
            "new_files": [str(path) for path in self._new_files()],
            "processes": [self._victim.pid],
            "survivor": self._survivor,
            "allowed_capabilities": allowed,
            "was_root": os.geteuid() == 0,
        }

    def damage(self) -> list[str]:
        """Return what trials did out here."""
        done = []
        if self._victim.poll() is not None:
            done.append("ended a process of the grader's")
        for path in self._files:
            status = path.stat()
            if path.read_text() != "secret" or status.st_mode & 0o777 != 0o666:
                done.append(f"changed {path}")
            if status.st_mtime < 1:
                done.append(f"changed the time of {path}")
        for path in self._new_files():
            if path.is_file():
                done.append(f"left {path}")
                path.unlink()
        for sock in self._sockets:
            with contextlib.suppress(BlockingIOError):
                sock.accept()[0].close()
                done.append(f"connected to {sock.getsockname()!r}")
        return done

    def survivors(self) -> list[psutil.Process]:
        """Return the processes that a trial left behind on purpose."""
        return [p for p in psutil.process_iter(["name"]) if p.info["name"] == self._survivor]

    def _folders(self) -> list[Path]:
        """Return the folders whose contents are nobody's business."""
        real = [self._course, *self._course.glob("*/"), Path.home()]
        return [self._folder, self._open, *(path for path in real if os.access(path, os.R_OK))]

    def _secrets(self) -> list[Path]:
        """Return files that are nobody's business: some of the real course, and our own."""
        real = [path for path in self._course.glob("*") if path.is_file()]
        real += [path for path in self._course.glob("source/*/*") if path.is_file()]
        return [*self._files, *real[:50]]

    def _new_files(self) -> list[Path]:
        """Return the names of files that must not come to be."""
        folders: list[Path | str] = [self._open, self._folder, *library_paths()]
        folders += ["/etc", "/usr/lib", "/var/tmp"]
        return [Path(folder) / f"written-by-{self._survivor}" for folder in folders]

    def _listen(self) -> list[socket.socket]:
        path = self._folder / "socket"
        addresses: list[tuple[int, Any]] = [
            (socket.AF_INET, ("127.0.0.1", 0)),
            (socket.AF_UNIX, str(path)),
            (socket.AF_UNIX, f"\0{self._survivor}"),
        ]
        listening = []
        for family, address in addresses:
            sock = self._stack.enter_context(socket.socket(family))
            sock.bind(address)
            sock.listen()
            sock.setblocking(False)
            listening.append(sock)
        path.chmod(0o777)
        return listening


def _hidden(folder: Path) -> list[str]:
    """Return the names in a folder that do not lead to Python or its libraries."""
    shown = [Path(path) for path in visible_paths()]
    return [
        path.name
        for path in folder.iterdir()
        if not any(known.is_relative_to(path) or path.is_relative_to(known) for known in shown)
    ]


def _printable(address):
    return address.decode() if isinstance(address, bytes) else address
