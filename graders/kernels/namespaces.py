"""The first level: a root file system, process table and network of the sandbox's own."""

import contextlib
import os

from graders.kernels import syscalls
from graders.kernels.folders import Folders
from graders.kernels.installation import DEVICES, visible_paths
from graders.kernels.limits import Limits

# Not below /home or /tmp, where Python may be.
_WRITABLE = "/student"
FOLDERS = Folders(
    work=f"{_WRITABLE}/work",
    home=f"{_WRITABLE}/home",
    tmp=f"{_WRITABLE}/tmp",
    sockets="/run/kernel",
)

_READ_ONLY = syscalls.MOUNT_ATTR_RDONLY | syscalls.MOUNT_ATTR_NOSUID
_PLAIN = syscalls.MS_NOSUID | syscalls.MS_NODEV
_INNER_ID = 65534


def enter(private: str, files: dict[str, str], limits: Limits, uid: int) -> int:
    """Put this process into namespaces of its own and prepare, but not enter, a new root.

    Parameters
    ----------
    private : str
        A folder of the caller's: the new root is built on its ``root``, and its ``sockets``
        stay shared with the outside.
    files : dict of str to str
        What is copied into the folders; see `Folders.create`.
    limits : Limits
        Gives the size of the folders that can be written.
    uid : int
        The user that will own them.

    Returns
    -------
    int
        The user, as it is called inside.
    """
    flags = syscalls.CLONE_NEWNS | syscalls.CLONE_NEWPID | syscalls.CLONE_NEWNET
    flags |= syscalls.CLONE_NEWIPC | syscalls.CLONE_NEWUTS
    if os.geteuid() == 0:
        syscalls.unshare(flags)
    else:
        uid, gid = os.geteuid(), os.getegid()
        syscalls.unshare(flags | syscalls.CLONE_NEWUSER)
        _write("/proc/self/setgroups", "deny")
        _write("/proc/self/uid_map", f"{_INNER_ID} {uid} 1")
        _write("/proc/self/gid_map", f"{_INNER_ID} {gid} 1")
        uid = _INNER_ID
    with contextlib.suppress(OSError):  # refused by older kernels in a container
        syscalls.unshare(syscalls.CLONE_NEWCGROUP)
    syscalls.set_hostname("sandbox")
    syscalls.mount("none", "/", None, syscalls.MS_REC | syscalls.MS_PRIVATE)
    _build(os.path.join(private, "root"), private, files, limits, uid)
    return uid


def handles() -> tuple[int, int]:
    """Return open files that lead into the namespaces of this process, for `join`.

    The first leads to the process table that its children are in, the second is a pidfd.
    """
    return os.open("/proc/self/ns/pid_for_children", os.O_RDONLY), os.pidfd_open(os.getpid())


def join(process: int) -> None:
    """Join the namespaces of another process, given its pidfd, but not its process table."""
    flags = syscalls.CLONE_NEWNS | syscalls.CLONE_NEWNET | syscalls.CLONE_NEWIPC
    syscalls.setns(process, flags | syscalls.CLONE_NEWUTS | syscalls.CLONE_NEWCGROUP)


def mount_processes(private: str) -> None:
    """Mount the process table; to be done by the first process in it."""
    target = os.path.join(private, "root/proc")
    flags = _PLAIN | syscalls.MS_NOEXEC | syscalls.MS_RDONLY
    syscalls.mount("proc", target, "proc", flags)


def change_root(private: str) -> None:
    """Make the new root the root of all processes in these namespaces."""
    root = os.path.join(private, "root")
    syscalls.set_mount_attributes(root, _READ_ONLY, recursive=False)
    syscalls.pivot_root(root)


def _build(root: str, private: str, files: dict[str, str], limits: Limits, uid: int) -> None:
    os.umask(0o022)
    syscalls.mount("tmpfs", root, "tmpfs", _PLAIN, "size=1m,nr_inodes=1k,mode=755")
    for path in visible_paths():
        _show(path, root)
    for path in ("/dev", "/proc", "/etc", FOLDERS.sockets, _WRITABLE):
        os.makedirs(root + path, exist_ok=True)
    _devices(root)
    _write(f"{root}/etc/passwd", f"student:x:{uid}:{uid}::{FOLDERS.home}:/bin/sh\n")
    _write(f"{root}/etc/group", f"student:x:{uid}:\n")
    _write(f"{root}/etc/nsswitch.conf", "passwd: files\ngroup: files\nhosts: files\n")
    _write(f"{root}/etc/hosts", "127.0.0.1 localhost\n")
    # One file system for all that can be written, so that one size limits it.
    size = f"size={limits.tmp_size},nr_inodes={limits.files},mode=755"
    syscalls.mount("tmpfs", root + _WRITABLE, "tmpfs", _PLAIN, size)
    inside = Folders(*(root + path for path in (FOLDERS.work, FOLDERS.home, FOLDERS.tmp, "")))
    inside.create(files, limits, uid, uid)
    for path in ("/tmp", "/dev/shm"):
        if not os.path.exists(root + path):
            os.symlink(FOLDERS.tmp, root + path)
    sockets = os.path.join(private, "sockets")
    syscalls.mount(sockets, root + FOLDERS.sockets, None, syscalls.MS_BIND)
    attributes = syscalls.MOUNT_ATTR_NOSUID | syscalls.MOUNT_ATTR_NODEV
    attributes |= syscalls.MOUNT_ATTR_NOEXEC
    syscalls.set_mount_attributes(root + FOLDERS.sockets, attributes, recursive=False)


def _show(path: str, root: str) -> None:
    """Make a file, folder or link of this machine visible below the new root, read-only."""
    target = root + path
    os.makedirs(os.path.dirname(target), exist_ok=True)
    if os.path.islink(path):
        os.symlink(os.readlink(path), target)
        return
    if os.path.isdir(path):
        os.makedirs(target, exist_ok=True)
    else:
        _write(target, "")
    syscalls.mount(path, target, None, syscalls.MS_BIND | syscalls.MS_REC)
    attributes = _READ_ONLY | syscalls.MOUNT_ATTR_NODEV
    syscalls.set_mount_attributes(target, attributes, recursive=True)


def _devices(root: str) -> None:
    for path in DEVICES:
        _write(root + path, "")
        syscalls.mount(path, root + path, None, syscalls.MS_BIND)
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        os.symlink(f"/proc/self/fd/{number}", f"{root}/dev/{name}")
    os.symlink("/proc/self/fd", f"{root}/dev/fd")


def _write(path: str, text: str) -> None:
    with open(path, "w") as file:
        file.write(text)
