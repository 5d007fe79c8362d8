"""Finds out by trying which level of isolation this machine can offer."""

import contextlib
import os
import socket
import sys
import tempfile

from graders.execute.sandbox import workspace as folders
from graders.execute.sandbox.levels import KINDS, Level
from graders.execute.sandbox.limits import Limits
from graders.execute.sandbox.visible_paths import python_paths


def best_level(highest: Level = Level.NAMESPACES) -> Level:
    """Return the best level that holds here, at most `highest`."""
    ordered = list(Level)
    for level in ordered[ordered.index(highest) :]:
        if level is Level.NONE or _holds(level):
            return level
    raise AssertionError("unreachable")


def _holds(level: Level) -> bool:
    """Enter a sandbox in a child process, and check there the most important promises."""
    private = tempfile.mkdtemp(prefix="graders-")
    try:
        os.mkdir(os.path.join(private, "root"))
        pid = os.fork()
        if pid == 0:
            _try(level, private)
        return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
    finally:
        folders.remove(private)


def _try(level: Level, private: str) -> None:
    status = 1
    needed = python_paths()
    try:
        sandbox = KINDS[level](private, {}, Limits())
        pid = sandbox.start(lambda _: _check(private, needed), kept=[2])
        status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        sandbox.destroy()
    except Exception as error:
        print(f"{level}: {error}", file=sys.stderr, flush=True)
    finally:
        os._exit(status)


def _check(private: str, needed: list[str]) -> None:
    for path in needed:
        # Not os.access, which leaves capabilities out of account.
        os.listdir(path) if os.path.isdir(path) else open(path).close()
    for forbidden in (
        lambda: os.listdir(private),
        lambda: os.mkdir(os.path.join(os.path.dirname(os.__file__), "written")),
        lambda: socket.create_connection(("192.0.2.1", 9), timeout=1),
    ):
        with contextlib.suppress(OSError):
            forbidden()
            raise AssertionError("not isolated")
