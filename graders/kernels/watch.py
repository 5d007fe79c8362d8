"""What limits of the system do not hold: the memory and the files of a sandbox as a whole."""

import contextlib
import itertools
import os

from graders.kernels.limits import KiB

MEMORY, FILES = "memory", "files"
_SHORT, _LONG = 0.25, 0.5


class Watch:
    """Looks now and then at what a sandbox holds.

    Parameters
    ----------
    sandbox : _Sandbox
        The sandbox to watch; ``sandbox.limits`` says what it may hold.
    inherited : int
        Bytes of memory that every process in it has from the template, and that cost nothing.
    """

    def __init__(self, sandbox, inherited: int):
        self._sandbox = sandbox
        self._inherited = inherited
        self._held = 0

    @property
    def pause(self) -> float:
        """Seconds until it is time to look again, more while there is much room."""
        roomy = self._held < self._sandbox.limits.memory / 4
        return _LONG if roomy and self._sandbox.unlimited_folder is None else _SHORT

    def excess(self) -> str | None:
        """Return what there is too much of, ``"memory"`` or ``"files"``, or None."""
        pids = self._sandbox.processes()
        self._held = sum(max(0, memory_of(str(pid)) - self._inherited) for pid in pids)
        if self._held > self._sandbox.limits.memory:
            return MEMORY
        if self._sandbox.unlimited_folder is not None and self._too_many_files(pids):
            return FILES
        return None

    def _too_many_files(self, pids: list[int]) -> bool:
        limits = self._sandbox.limits
        size = number = 0
        try:
            for found in itertools.chain(_below(self._sandbox.unlimited_folder), _deleted(pids)):
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
    with contextlib.suppress(OSError), open(f"/proc/{process}/status") as status:
        for line in status:
            if line.startswith(("RssAnon:", "RssShmem:")):
                total += int(line.split()[1]) * KiB
    return total


def _below(folder: str):
    """Return the status of everything below a folder; without recursion, that trees can be deep."""
    folders = [folder]
    while folders:
        with contextlib.suppress(FileNotFoundError), os.scandir(folders.pop()) as entries:
            for entry in entries:
                with contextlib.suppress(FileNotFoundError):
                    yield entry.stat(follow_symlinks=False)
                    if entry.is_dir(follow_symlinks=False):
                        folders.append(entry.path)


def _deleted(pids: list[int]):
    """Return the status of files that have no name any more but are still open."""
    for pid in pids:
        with contextlib.suppress(OSError):
            for fd in os.listdir(f"/proc/{pid}/fd"):
                with contextlib.suppress(OSError):
                    found = os.stat(f"/proc/{pid}/fd/{fd}")
                    if found.st_nlink == 0:
                        yield found
