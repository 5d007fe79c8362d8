"""What the accounts of the demonstration see of this machine: mounts and processes of their own.

The repository holds solutions and hidden tests, and Python may lie below a home that others cannot
enter. So the hub and all that it starts live in namespaces in which the repository is covered, and
only Python, the engine and the hub's files are put back at their own paths. They end with the
process that made them, however it ends.
"""

import os
import stat
import sys
from collections.abc import Iterable
from pathlib import Path

from graders.execute.sandbox.linux import syscalls
from graders.execute.sandbox.visible_paths import python_paths

TEMPORARY = Path("/tmp")


def possible() -> bool:
    """Whether this process may have mounts and processes of its own."""
    pid = os.fork()
    if pid == 0:
        try:
            syscalls.unshare(syscalls.CLONE_NEWNS | syscalls.CLONE_NEWPID)
            syscalls.mount("none", "/", None, syscalls.MS_REC | syscalls.MS_PRIVATE)
            child = os.fork()
            if child == 0:
                try:
                    _mount_processes()
                    os._exit(0)
                except OSError:
                    os._exit(1)
            os._exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
        except OSError:
            os._exit(1)
    return os.waitpid(pid, 0)[1] == 0


def enter(covered: Iterable[Path], read_only: Iterable[Path], writable: Iterable[Path]) -> None:
    """Give what this process forks from now on the view; its next child is process 1 there.

    Parameters
    ----------
    covered : iterable of Path
        Folders that are emptied; so are /tmp, which the accounts have to themselves, and every
        folder above the visible paths that is closed to other accounts.
    read_only, writable : iterable of Path
        What is put back; Python is as well, read-only.
    """
    # With share/ and etc/, where JupyterHub and JupyterLab have their pages and settings.
    python = [Path(path) for path in (sys.prefix, sys.base_prefix, *python_paths())]
    shown = dict.fromkeys([*python, *(path.resolve() for path in read_only)], False)
    shown |= {path.resolve(): True for path in writable}
    covers = {TEMPORARY, *(path.resolve() for path in covered)}
    covers |= {place for path in shown for place in _closed_above(path)}
    covers = {c for c in covers if not any(other in c.parents for other in covers)}
    syscalls.unshare(syscalls.CLONE_NEWNS | syscalls.CLONE_NEWPID)
    syscalls.mount("none", "/", None, syscalls.MS_REC | syscalls.MS_PRIVATE)
    # Held open, as they can no longer be reached by their paths.
    held = {
        path: os.open(path, os.O_PATH)
        for path in sorted(shown)
        if any(cover in path.parents for cover in covers)
    }
    for cover in covers:
        # Accounts share /tmp: what they can fill there is bounded.
        options = "mode=1777,size=20%,nr_inodes=200k" if cover == TEMPORARY else "mode=755,size=1m"
        flags = syscalls.MS_NOSUID | syscalls.MS_NODEV
        syscalls.mount("tmpfs", str(cover), "tmpfs", flags, options)
    for path, handle in held.items():
        if not path.exists():
            _place(path, stat.S_ISDIR(os.fstat(handle).st_mode))
            flags = syscalls.MS_BIND | syscalls.MS_REC
            syscalls.mount(f"/proc/self/fd/{handle}", str(path), None, flags)
            attributes = 0 if shown[path] else syscalls.MOUNT_ATTR_RDONLY
            attributes |= syscalls.MOUNT_ATTR_NOSUID | syscalls.MOUNT_ATTR_NODEV
            syscalls.set_mount_attributes(str(path), attributes, recursive=True)
        os.close(handle)


def begin() -> None:
    """Begin as process 1 of the view."""
    _mount_processes()


def _mount_processes() -> None:
    flags = syscalls.MS_NOSUID | syscalls.MS_NODEV | syscalls.MS_NOEXEC
    syscalls.mount("proc", "/proc", "proc", flags)


def _closed_above(path: Path) -> list[Path]:
    return [above for above in path.parents if not above.stat().st_mode & stat.S_IXOTH]


def _place(path: Path, is_folder: bool) -> None:
    """Make what something is mounted on."""
    os.makedirs(path.parent, mode=0o755, exist_ok=True)
    if is_folder:
        path.mkdir()
    else:
        path.touch()
