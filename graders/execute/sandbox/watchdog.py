"""Watches a sandbox as a whole, which no limit of the system does: memory, files, processor."""

import contextlib
import itertools
import os
import time
from collections.abc import Iterator

from graders.execute.sandbox.levels import Sandbox
from graders.execute.sandbox.limits import Limits
from graders.execute.sandbox.memory import Memory
from graders.execute.sandbox.meter import Meter
from graders.execute.sandbox.share import Share

MEMORY, FILES = "memory", "files"
# Seconds between two looks; how much of a processor those that add up everything take at most, when
# nothing is added meanwhile; which of these is thorough.
PAUSE, _MOST, _THOROUGH = 0.25, 0.25, 4


class Watchdog:
    """Looks at one sandbox, whose supervisor, about to make it, this process is.

    Parameters
    ----------
    limits : Limits
    """

    def __init__(self, limits: Limits):
        self.meter = Meter()
        self._memory = Memory(limits)
        self._share = Share()
        self._looks, self._due = 0, 0.0
        self._before = time.monotonic(), 0.0, 0.0

    def calibrate(self, sandbox: Sandbox, pid: int) -> None:
        """Prepare, while the program `pid` of the sandbox has run nothing but our code."""
        with sandbox.in_sight():
            self._memory.calibrate(pid)

    def look(self, sandbox: Sandbox) -> str | None:
        """Return what a sandbox holds too much of: ``"memory"``, ``"files"``, or None."""
        pids, files = sandbox.processes(), sandbox.files_in_memory()
        self._share_out(sandbox, pids)
        if time.monotonic() < self._due and not self._memory.has_grown(pids, files):
            return None
        begun = time.process_time()
        self._looks += 1
        excess = self._excess(sandbox, pids, files)
        self._due = time.monotonic() + (time.process_time() - begun) / _MOST
        return excess

    def _share_out(self, sandbox: Sandbox, pids: list[int]) -> None:
        cpu = self.meter.read(pids).cpu
        now = time.monotonic(), cpu, self.meter.wanted
        passed, ran, wanted = (new - old for new, old in zip(now, self._before, strict=True))
        self._before = now
        if passed > 0:
            self.meter.niceness = self._share.look(max(ran, wanted) / passed, passed)
        if self.meter.niceness:
            sandbox.lower(pids, self.meter.niceness)

    def _excess(self, sandbox: Sandbox, pids: list[int], files: int) -> str | None:
        thoroughly = self._looks % _THOROUGH == 0
        folder = sandbox.unlimited_folder
        with sandbox.in_sight():
            if self._memory.exceeds(pids, files, thoroughly=thoroughly):
                return MEMORY
            deleted = list(_deleted(pids)) if folder else []
        return FILES if folder and _too_many_files(folder, deleted, sandbox.limits) else None


def _too_many_files(folder: str, deleted: list[os.stat_result], limits: Limits) -> bool:
    size = number = 0
    try:
        for found in itertools.chain(_below(folder), deleted):
            size += found.st_blocks * 512
            number += 1
            if size > limits.tmp_size or number > limits.files:
                return True
    except OSError:  # a path too long, a folder that cannot be read: a hiding place
        return True
    return False


def _below(folder: str) -> Iterator[os.stat_result]:
    """Return the status of everything below a folder; without recursion, that trees can be deep."""
    folders = [folder]
    while folders:
        with contextlib.suppress(FileNotFoundError), os.scandir(folders.pop()) as entries:
            for entry in entries:
                with contextlib.suppress(FileNotFoundError):
                    yield entry.stat(follow_symlinks=False)
                    if entry.is_dir(follow_symlinks=False):
                        folders.append(entry.path)


def _deleted(pids: list[int]) -> Iterator[os.stat_result]:
    """Return the status of files that have no name any more but are still open."""
    for pid in pids:
        with contextlib.suppress(OSError):
            for fd in os.listdir(f"/proc/{pid}/fd"):
                with contextlib.suppress(OSError):
                    found = os.stat(f"/proc/{pid}/fd/{fd}")
                    if found.st_nlink == 0:
                        yield found
