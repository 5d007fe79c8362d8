"""The levels of isolation, each as a sandbox that can start a process, watch it and end it."""

import contextlib
import enum
import os
import signal
import time
import traceback
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import psutil

from graders.execute.sandbox import limits, share
from graders.execute.sandbox.limits import Limits
from graders.execute.sandbox.linux import credentials as identity
from graders.execute.sandbox.linux import landlock, namespaces, seccomp, syscalls
from graders.execute.sandbox.visible_paths import DEVICES, open_to_all, visible_paths
from graders.execute.sandbox.workspace import Folders


class Level(enum.StrEnum):
    """How well student code is isolated."""

    NAMESPACES = "namespaces"
    LANDLOCK = "landlock+seccomp"
    NONE = "none (unsafe)"


class SandboxUnavailable(RuntimeError):
    """This machine offers no way to isolate student code."""


class Sandbox:
    """One sandbox; made and held by a process that is outside and runs no student code.

    Parameters
    ----------
    private : str
        A folder for this sandbox alone, with a folder ``root`` in it.
    files : dict of str to str
        See `Folders.create`.
    bounds : Limits
    """

    folders: Folders
    # The folder with files whose number and size the system does not limit, if there is one.
    unlimited_folder: str | None = None

    def __init__(self, private: str, files: dict[str, str], bounds: Limits):
        self.private = private
        self.limits = bounds
        self.user = identity.spare_user()
        self._prepare(files)

    def start(self, main: Callable[[Folders], None], *, kept: Iterable[int] = ()) -> int:
        """Run `main` in a new process in the sandbox; return its number.

        It is called with the folders as they are named inside. Of the open files the process keeps
        `kept`; others are closed.
        """
        starter = os.getpid()
        pid = os.fork()
        if pid == 0:
            self._become(main, kept, starter)
        return pid

    def _become(self, main: Callable[[Folders], None], kept: Iterable[int], starter: int) -> None:
        """Run `main` in this process, confined to the sandbox, and end it."""
        status = 1
        try:
            os.setsid()
            _yield_to_wakers()
            _close_files(kept)
            self._confine()
            if os.getppid() not in (0, starter):
                raise RuntimeError("orphaned")
            os.chdir(self.folders.work)
            main(self.folders)
            status = 0
        except SystemExit as exit_:
            status = exit_.code if isinstance(exit_.code, int) else 1
        except Exception:
            traceback.print_exc()
        finally:
            os._exit(status)

    def processes(self) -> list[int]:
        """Return the processes in the sandbox, by their numbers in ``/proc`` as seen from here."""
        return [child.pid for child in psutil.Process().children(recursive=True)]

    def lower(self, pids: list[int], niceness: int) -> None:
        """Lower the priority of `processes`; see `graders.execute.sandbox.share`."""
        share.lower(pids, niceness)

    def files_in_memory(self) -> int:
        """Return how many bytes of memory the files take that can be written."""
        return 0

    def in_sight(self) -> contextlib.AbstractContextManager[None]:
        """Be allowed to look into `processes` and to lower their priority, if anything helps."""
        return contextlib.nullcontext()

    def destroy(self) -> None:
        """End every process in the sandbox; on return there is none."""
        raise NotImplementedError

    def _prepare(self, files: dict[str, str]) -> None:
        raise NotImplementedError

    def _confine(self) -> None:
        raise NotImplementedError


class Namespaced(Sandbox):
    """A root file system, process table and network of its own."""

    folders = namespaces.FOLDERS

    def _prepare(self, files: dict[str, str]) -> None:
        offer_to_be_killed()  # here, since the processes inside cannot write in /proc
        self.user = namespaces.enter(self.private, files, self.limits, self.user)
        mounted, report = os.pipe()
        lifeline, self._lifeline = os.pipe()
        os.set_blocking(self._lifeline, False)
        self._first = os.fork()
        if not self._first:
            os.close(self._lifeline)
            self._first_process(report, lifeline)
        os.close(report)
        os.close(lifeline)
        if not os.read(mounted, 1):
            raise OSError("the process table cannot be mounted")
        os.close(mounted)
        namespaces.change_root(self.private)

    def _first_process(self, report: int, lifeline: int) -> None:
        """Run as PID 1: when PID 1 exits, Linux kills all of the namespace.

        It ends with the one that started it, which holds the other end of `lifeline`. Until then
        it waits for orphans that end: so their processor time is added to its own. And it lowers
        the priority of all others when told, by their numbers in here.
        """
        try:
            namespaces.mount_processes(self.private)
            os.write(report, b".")
            _close_files(kept=[lifeline])
            signal.signal(signal.SIGCHLD, lambda *_: _reap_all(wait=False))
            identity.become(self.user)
            syscalls.prctl(syscalls.PR_SET_DUMPABLE, 0)
            seccomp.install(seccomp.everywhere())
            while told := os.read(lifeline, 1):
                share.lower([pid for pid in _numbered() if pid != 1], told[0])
        finally:
            os._exit(1)

    def _confine(self) -> None:
        limits.apply(self.limits)
        identity.become(self.user)
        seccomp.install(seccomp.everywhere())

    def processes(self) -> list[int]:
        return _numbered()

    def lower(self, pids: list[int], niceness: int) -> None:
        with contextlib.suppress(OSError):  # it is told again soon; or it has ended
            os.write(self._lifeline, bytes([niceness]))

    def files_in_memory(self) -> int:
        return namespaces.files_in_memory()

    def destroy(self) -> None:
        os.kill(self._first, signal.SIGKILL)
        _reap_all()


class Restricted(Sandbox):
    """No namespaces: files by Landlock, the network and the rest by a system call filter."""

    def _prepare(self, files: dict[str, str]) -> None:
        syscalls.prctl(syscalls.PR_SET_CHILD_SUBREAPER, 1)
        self.folders = Folders.below(self.private)
        self.unlimited_folder = self.private
        self.folders.create(files, self.limits, self.user)
        if os.geteuid() == 0:
            os.chmod(self.private, 0o711)
        self._others = 0 if os.geteuid() == 0 else _threads_of(os.geteuid())

    def _confine(self) -> None:
        offer_to_be_killed()
        limits.apply(self.limits, other_processes=self._others)
        rules = landlock.Rules()
        rules.allow(landlock.READ, *visible_paths(), "/proc/self", *_FACTS.split())
        rules.allow(landlock.DEVICE, *DEVICES)
        rules.allow(landlock.WRITE, self.folders.work, self.folders.home, self.folders.tmp)
        identity.become(self.user, kept=self._capability_to_read())
        syscalls.prctl(syscalls.PR_SET_PDEATHSIG, 9)  # with its supervisor; reset by a new user
        rules.enforce()
        only_itself = None if landlock.holds_signals() else os.getpid()
        seccomp.install([*seccomp.everywhere(), *seccomp.without_namespaces(signals=only_itself)])

    def _capability_to_read(self) -> int:
        """Return what another user needs to read a Python that only root can reach.

        What may be read or written is decided by Landlock, and the one call that would go around
        it is refused by the filter (open_by_handle_at).
        """
        if os.geteuid() != 0 or open_to_all():
            return 0
        own = syscalls.capabilities()
        enough = (1 << syscalls.CAP_DAC_READ_SEARCH, 1 << syscalls.CAP_DAC_OVERRIDE)
        return next((capability for capability in enough if own & capability), 0)

    def lower(self, pids: list[int], niceness: int) -> None:
        with self.in_sight():
            super().lower(pids, niceness)

    @contextlib.contextmanager
    def in_sight(self) -> Iterator[None]:
        needed = 1 << syscalls.CAP_SYS_PTRACE | 1 << syscalls.CAP_SYS_NICE
        if os.geteuid() != 0 or syscalls.capabilities() & needed == needed:
            yield
            return
        # In a container root may not do to another user's processes what that user may, who has
        # the capability that they have.
        kept = self._capability_to_read()
        try:
            os.setegid(self.user)
            os.seteuid(self.user)
            syscalls.set_capabilities(kept, syscalls.capabilities("CapPrm"))
            yield
        finally:
            os.seteuid(0)
            os.setegid(0)

    def destroy(self) -> None:
        # Stopped first: a stopped process starts no other, and still counts against the limit.
        seen: set[int] = set()
        while new := set(self.processes()) - seen:
            self._signal(new, signal.SIGSTOP)
            seen |= new
        # Then ended, again and again: one may have been starting another in that very moment.
        while left := self.processes():
            self._signal(left, signal.SIGKILL)
            _reap_all(wait=False)
            time.sleep(0.001)
        _reap_all()

    def _signal(self, pids: Iterable[int], number: int) -> None:
        for pid in pids:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, number)


class Unconfined(Restricted):
    """Limits and a working folder of its own, but no isolation."""

    def _confine(self) -> None:
        limits.apply(self.limits, other_processes=self._others)
        syscalls.prctl(syscalls.PR_SET_PDEATHSIG, 9)


KINDS = {Level.NAMESPACES: Namespaced, Level.LANDLOCK: Restricted, Level.NONE: Unconfined}

# What numerical libraries ask the system about itself.
_FACTS = """
    /proc/cpuinfo /proc/meminfo /proc/stat /proc/sys/vm/overcommit_memory /sys/devices/system/cpu
"""


def offer_to_be_killed() -> None:
    """Volunteer for the kernel's out-of-memory killer."""
    with contextlib.suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000")


def _yield_to_wakers() -> None:
    """Let a thread that is woken up not displace the one that woke it.

    TensorFlow's `CancellationManager::StartCancel` wakes the optimiser thread of a data set before
    it notes that the thread is to end. If that runs first, it sees no note and goes on waiting,
    up to a third of a second at the end of each epoch.
    """
    with contextlib.suppress(OSError):  # a container may forbid it
        os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))


def _close_files(kept: Iterable[int] = ()) -> None:
    """Close all open files but `kept`; the three standard ones lead nowhere."""
    null = os.open("/dev/null", os.O_RDWR)
    for standard in {0, 1, 2}.difference(kept):
        os.dup2(null, standard)
    first = 3
    for fd in sorted(kept):
        os.closerange(first, fd)
        first = max(first, fd + 1)
    os.closerange(first, os.sysconf("SC_OPEN_MAX"))


def _numbered() -> list[int]:
    return [int(name) for name in os.listdir("/proc") if name.isdigit()]


def _reap_all(*, wait: bool = True) -> None:
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, 0 if wait else os.WNOHANG)[0]:
            pass


def _threads_of(user: int) -> int:
    infos = [process.info for process in psutil.process_iter(["uids", "num_threads"])]
    return sum(i["num_threads"] or 0 for i in infos if i["uids"] and i["uids"].real == user)
