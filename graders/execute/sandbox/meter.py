"""Measures what a sandbox has used: processor time, and time in which it waited for a processor.

Read by the supervisor, outside of the sandbox. Linux keeps no such account of a group of processes
for those who are not its administrator, so it is put together from the files of each process.
"""

import contextlib
import os
import resource
import signal
import time
from typing import NamedTuple

from graders.execute.sandbox import share

_TICKS = os.sysconf("SC_CLK_TCK")
# Fields of /proc/PID/stat, counted after the name in brackets; see proc(5).
_FLAGS, _TIMES, _NICE, _POLICY = 6, slice(11, 15), 16, 38
_PF_EXITING = 4


class Usage(NamedTuple):
    """What the processes of a sandbox have used together, in seconds.

    Attributes
    ----------
    cpu : float
        Processor time of all processes and threads, also of those that have ended.
    waited : float
        Time in which one of them was ready to run and no processor was free. However many wait at
        the same time, no more than the time that went by.
    """

    cpu: float = 0.0
    waited: float = 0.0

    def plus(self, other: "Usage") -> "Usage":
        """Return the sum of both."""
        return Usage(self.cpu + other.cpu, self.waited + other.waited)

    def minus(self, other: "Usage") -> "Usage":
        """Return what this is more than an earlier one."""
        return Usage(self.cpu - other.cpu, self.waited - other.waited)


class Meter:
    """The account of one sandbox, whose supervisor this process is.

    Attributes
    ----------
    wanted : float
        Processor seconds of all threads that there were when one looked, with the time in which
        they waited for a processor.
    niceness : int
        By how much their priority was lowered from here; see `graders.execute.sandbox.share`.
    """

    def __init__(self) -> None:
        self._vanished = self._waited = 0.0
        self._shown = 0.0
        self._times: dict[tuple[int, str], tuple[float, float]] = {}
        self.wanted, self.niceness = 0.0, 0
        self._looked = time.monotonic()

    def read(self, pids: list[int]) -> Usage:
        """Return what was used up to now, of which `pids` are the processes that there are."""
        shown = _processor_time(pids)
        if shown < self._shown:  # the end of a process was taken note of between two files
            shown = _processor_time(pids)
        # Nobody takes note of one whose parent ignores the end of its children.
        self._vanished += max(self._shown - shown, 0.0)
        self._shown = shown
        self._waited += self._waited_since(pids)
        return Usage(self._vanished + shown, self._waited)

    def _waited_since(self, pids: list[int]) -> float:
        """Return how long the thread waited that waited longest since this was last asked."""
        now, times = time.monotonic(), _times(pids)
        gains = {}
        for thread, (ran, waited) in times.items():
            before = self._times.get(thread, (0.0, 0.0))
            gains[thread] = waited - before[1]
            self.wanted += max(0.0, ran - before[0]) + max(0.0, gains[thread])
        passed, self._looked, self._times = now - self._looked, now, times
        for thread in sorted(gains, key=gains.__getitem__, reverse=True):
            if gains[thread] <= 0:
                break
            if _has_given_priority(*thread, self.niceness):
                return min(gains[thread], passed)
        return 0.0


def is_ending(place: int | str) -> bool:
    """Whether a process, or a thread, is on its way out, some time before it is gone.

    `place` is where it is found in ``/proc``.
    """
    return bool(int(_stat(f"/proc/{place}/stat")[_FLAGS]) & _PF_EXITING)


def is_ending_as_a_whole(pid: int) -> bool:
    """Whether all threads of a process are on their way out, or gone.

    Its first thread may end alone, and leave the others to go on for as long as they like.
    """
    with contextlib.suppress(OSError):
        for thread in os.listdir(f"/proc/{pid}/task"):
            with contextlib.suppress(OSError):
                place = f"{pid}/task/{thread}"
                if not is_ending(place) and not _is_killed(place):
                    return False
    return True


def _is_killed(place: str) -> bool:
    """Whether a thread is to end as soon as it runs."""
    with open(f"/proc/{place}/status", "rb") as file:
        (pending,) = (line for line in file if line.startswith(b"SigPnd:"))
    return bool(int(pending.split()[1], 16) >> (signal.SIGKILL - 1) & 1)


def _processor_time(pids: list[int]) -> float:
    # Those that have ended count for who waited for them. Parents are read before their children,
    # and so no child that ends meanwhile is counted twice.
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    total = ended.ru_utime + ended.ru_stime
    for pid in sorted(pids):
        with contextlib.suppress(OSError):
            total += sum(map(int, _stat(f"/proc/{pid}/stat")[_TIMES])) / _TICKS
    return total


def _times(pids: list[int]) -> dict[tuple[int, str], tuple[float, float]]:
    """Return the seconds that each thread ran, and was ready and had no processor.

    Where Linux does not count them there are none.
    """
    found = {}
    for pid in pids:
        with contextlib.suppress(OSError):
            for thread in os.listdir(f"/proc/{pid}/task"):
                with (
                    contextlib.suppress(OSError),
                    open(f"/proc/{pid}/task/{thread}/schedstat", "rb") as file,
                ):
                    ran, waited, _ = map(int, file.read().split())
                    found[pid, thread] = ran / 1e9, waited / 1e9
    return found


def _has_given_priority(pid: int, thread: str, niceness: int) -> bool:
    """Whether a thread has the priority that it was given: with a lower one it would wait long."""
    with contextlib.suppress(OSError):
        fields = _stat(f"/proc/{pid}/task/{thread}/stat")
        may_be_idle = niceness >= share.IDLE or int(fields[_POLICY]) != os.SCHED_IDLE
        return may_be_idle and int(fields[_NICE]) <= share.lowered(niceness)
    return False


def _stat(path: str) -> list[bytes]:
    with open(path, "rb") as file:
        return file.read().rpartition(b")")[2].split()
