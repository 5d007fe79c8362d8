"""Watches the memory and the files of a sandbox as a whole, which no limit of the system holds."""

import contextlib
import itertools
import os
from collections.abc import Iterator

from graders.execute.sandbox.levels import Sandbox
from graders.execute.sandbox.limits import KiB, Limits

MEMORY, FILES = "memory", "files"
# Seconds between two looks.
PAUSE = 0.25


def excess(sandbox: Sandbox, pids: list[int], inherited: int) -> str | None:
    """Look what a sandbox holds too much of: ``"memory"``, ``"files"``, or None.

    Parameters
    ----------
    sandbox : graders.execute.sandbox.levels.Sandbox
        Its ``limits`` say what it may hold.
    pids : list of int
        Its processes.
    inherited : int
        Bytes of memory that every process in it has from the template, and that cost nothing.
    """
    if sum(max(0, memory_of(str(pid)) - inherited) for pid in pids) > sandbox.limits.memory:
        return MEMORY
    folder = sandbox.unlimited_folder
    return FILES if folder and _too_many_files(folder, pids, sandbox.limits) else None


def _too_many_files(folder: str, pids: list[int], limits: Limits) -> bool:
    size = number = 0
    try:
        for found in itertools.chain(_below(folder), _deleted(pids)):
            size += found.st_blocks * 512
            number += 1
            if size > limits.tmp_size or number > limits.files:
                return True
    except OSError:  # a path too long, a folder that cannot be read: a hiding place
        return True
    return False


def memory_of(process: str) -> int:
    """Return the bytes that a process holds in memory, files that it only maps excepted."""
    total = 0
    # As bytes: the name of a process may be any.
    with contextlib.suppress(OSError), open(f"/proc/{process}/status", "rb") as status:
        for line in status:
            if line.startswith((b"RssAnon:", b"RssShmem:")):
                total += int(line.split()[1]) * KiB
    return total


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
