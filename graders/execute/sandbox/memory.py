"""Adds up what a sandbox takes of the machine's memory: its processes, and the kernel for them.

Linux bounds each of these things by number, or not at all; together they can be many gigabytes. So
everything counts for what it can hold at most, where the filter of system calls keeps it from
being made larger (`linux.seccomp`). An honest program has some dozens of files and sockets.
"""

import contextlib
import os
import stat
from collections.abc import Iterator

from graders.execute.sandbox.limits import KiB, Limits, MiB
from graders.execute.sandbox.meter import is_ending

# A pipe: sixteen pages. Any other open file: with its inode and what waits at it; and a pipe or a
# socket that another process has as well, lest there be so many that counting them takes long.
_PIPE, _FILE = 64 * KiB, 32 * KiB
# A mapping, with its share of the tree that it is in; how many a process may have by default.
_MAPPING, _MOST_MAPPINGS = 256, 65_530
# For the same reason: no more mappings than this, and of what processes share no more than so many
# times the limit, if each of them is counted for it.
_ALL_MAPPINGS, _SHARED = 1_000_000, 32
_TIMES = 5  # to add up again what others ended during
_SOCKETS = -1  # stands for the number of their file system
_SENDING = "/proc/sys/net/core/wmem_default"
_RESIDENT = b"RssAnon:", b"RssShmem:", b"VmSwap:", b"HugetlbPages:"
_EXACT = b"Pss_Anon:", b"Pss_Shmem:", b"SwapPss:"
_TABLES = (b"VmPTE:",)


class Memory:
    """The account of one sandbox, whose supervisor, about to make it, this process is.

    Parameters
    ----------
    limits : Limits
    """

    def __init__(self, limits: Limits):
        self._limits = limits
        # What every process in it has from the template costs nothing.
        self._inherited = _sum("/proc/self/status", _RESIDENT)
        self._socket = _socket_size()
        self._readable = self._own_network = False
        self._mapping = max(_MAPPING, limits.memory // _ALL_MAPPINGS)
        self._before, self._left = 0, limits.memory

    def calibrate(self, pid: int) -> None:
        """Find out, by a process that still runs our code, whether files and mappings are shown.

        Where they are, those of a process that hides them count as many as it can have.
        """
        with contextlib.suppress(OSError):
            self._readable = bool(os.listdir(f"/proc/{pid}/fd")) and _mappings(str(pid)) > 0

    def has_grown(self, pids: list[int], files: int) -> bool:
        """Whether so much may have been added since the limit was looked at that it is exceeded.

        This takes little time, however much there is: what is new and shared counts several times.
        """
        return self._roughly(_places(pids), files) - self._before > self._left

    def exceeds(self, pids: list[int], files: int, *, thoroughly: bool) -> bool:
        """Whether the limit is exceeded.

        Parameters
        ----------
        pids : list of int
            The processes of the sandbox.
        files : int
            Bytes of its files that are in memory.
        thoroughly : bool
            Whether to look at what takes long as well, the mappings.
        """
        self._own_network = 1 in pids
        places = _places(pids)
        self._before = self._roughly(places, files)
        self._left = self._limits.memory - self._taken(places, files, thoroughly=thoroughly)
        return self._left < 0

    def _taken(self, places: list[str], files: int, *, thoroughly: bool) -> int:
        """Return what is taken, or some of it if that is too much."""
        limit, total = self._limits.memory, files
        for size in self._of_the_kernel(places, thoroughly=thoroughly):
            total += size
            if total > limit:
                return total
        resident = sum(max(0, self._resident(place)) for place in places)
        if total + resident <= limit or resident > _SHARED * limit:
            return total + resident
        # So far what forked processes share counts for each of them. This takes some time. When
        # some end meanwhile, the others' part grows, and earlier and later parts are not one sum.
        for _ in range(_TIMES):
            ended = len(places)
            exact = total + sum(map(self._exact, places))
            places = [place for place in places if not _is_gone(place)]
            if exact <= limit or len(places) == ended:
                return exact
        return limit + 1

    def _roughly(self, places: list[str], files: int) -> int:
        return files + sum(_sum(f"/proc/{place}/status", _RESIDENT + _TABLES) for place in places)

    def _exact(self, place: str) -> int:
        """Return what a process holds, of what it shares with others only its part."""
        with contextlib.suppress(OSError):
            return _sum(f"/proc/{place}/smaps_rollup", _EXACT, quiet=False)
        # It hides that, or has ended: then nothing is resident any more.
        return max(0, self._resident(place))

    def _resident(self, place: str) -> int:
        return _sum(f"/proc/{place}/status", _RESIDENT) - self._inherited

    def _of_the_kernel(self, places: list[str], *, thoroughly: bool) -> Iterator[int]:
        for place in places:
            yield _sum(f"/proc/{place}/status", _TABLES)
        seen: set[tuple[int, int]] = set()
        for place in places:
            yield from self._open_files(place, seen)
        yield self._socket * _hidden_sockets(seen) * self._own_network
        if thoroughly:
            for place in places:
                try:
                    yield self._mapping * _mappings(place)
                except PermissionError:
                    yield self._mapping * _MOST_MAPPINGS * self._is_hiding(place)

    def _is_hiding(self, place: str) -> bool:
        """Whether a process shows less than it has to; one that ends shows nothing any more."""
        try:
            return self._readable and not is_ending(place)
        except OSError:
            return False

    def _open_files(self, place: str, seen: set[tuple[int, int]]) -> Iterator[int]:
        """Return the size of each; sockets and pipes `seen` at another process count for less."""
        try:
            descriptors = os.listdir(f"/proc/{place}/fd")
        except (FileNotFoundError, ProcessLookupError):
            return
        except PermissionError:
            yield self._socket * self._limits.open_files * self._is_hiding(place)
            return
        for descriptor in descriptors:
            with contextlib.suppress(OSError):
                found = os.stat(f"/proc/{place}/fd/{descriptor}")
                is_socket = stat.S_ISSOCK(found.st_mode)
                if not is_socket and not stat.S_ISFIFO(found.st_mode):
                    yield _FILE
                    continue
                key = (_SOCKETS if is_socket else found.st_dev, found.st_ino)
                if key in seen:
                    yield _FILE
                    continue
                seen.add(key)
                yield self._socket if is_socket else _PIPE


def _socket_size() -> int:
    """Return what a socket can hold: the buffer, one more message, and what is attached to it.

    A buffer that the administrator made very large is not counted in full: no honest program fills
    it.
    """
    with contextlib.suppress(OSError, ValueError), open(_SENDING) as file:
        return 2 * min(int(file.read()), MiB) + 128 * KiB
    return 2 * MiB


def _places(pids: list[int]) -> list[str]:
    return [place for pid in pids if pid != 1 and (place := _place(pid))]  # 1 is ours


def _place(pid: int) -> str | None:
    """Return where in ``/proc`` a process is described: at a thread of it that has not ended.

    The first thread may end before the others; then nothing is to be seen at the process itself.
    """
    with contextlib.suppress(OSError):
        if not is_ending(pid):
            return str(pid)
        for thread in os.listdir(f"/proc/{pid}/task"):
            with contextlib.suppress(OSError):
                if not is_ending(place := f"{pid}/task/{thread}"):
                    return place
    return None


def _is_gone(place: str) -> bool:
    try:
        return is_ending(place)
    except OSError:
        return True


def _hidden_sockets(seen: set[tuple[int, int]]) -> int:
    """Return how many Unix sockets of a sandbox with a network of its own no process holds.

    They are on their way in a message, or not accepted. Elsewhere the filter lets none connect.
    """
    with (
        contextlib.suppress(OSError, ValueError, IndexError),
        open("/proc/1/net/unix", "rb") as file,
    ):
        file.readline()
        return sum((_SOCKETS, int(line.split()[6])) not in seen for line in file)
    return 0


def _mappings(place: str) -> int:
    count = 0
    with (
        contextlib.suppress(FileNotFoundError, ProcessLookupError),
        open(f"/proc/{place}/maps", "rb", buffering=0) as maps,
    ):
        while part := maps.read(MiB):
            count += part.count(b"\n")
    return count


def _sum(path: str, names: tuple[bytes, ...], *, quiet: bool = True) -> int:
    """Return the sum of some lines of a file of the kernel's that are in kilobytes.

    Raises
    ------
    OSError
        If it cannot be read or has none of them, unless `quiet`.
    """
    found = []
    try:
        # As bytes: the name of a process may be any.
        with open(path, "rb") as file:
            found = [int(line.split()[1]) for line in file if line.startswith(names)]
    except OSError:
        if not quiet:
            raise
    if not found and not quiet:
        raise OSError(f"nothing of that in {path}")
    return KiB * sum(found)
