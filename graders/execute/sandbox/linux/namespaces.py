"""The first level: a root file system, process table and network of the sandbox's own."""

import contextlib
import os

from graders.execute.sandbox.limits import Limits
from graders.execute.sandbox.linux import syscalls
from graders.execute.sandbox.visible_paths import DEVICES, visible_paths
from graders.execute.sandbox.workspace import Folders

# Not below /home or /tmp, where Python may be.
_WRITABLE = "/student"
FOLDERS = Folders.below(_WRITABLE)

_READ_ONLY = syscalls.MOUNT_ATTR_RDONLY | syscalls.MOUNT_ATTR_NOSUID
_PLAIN = syscalls.MS_NOSUID | syscalls.MS_NODEV
_INNER_ID = 65534
_INODE = 1024  # bytes of memory for a file, besides what is in it


def enter(private: str, files: dict[str, str], limits: Limits, uid: int) -> int:
    """Put this process into namespaces of its own and prepare, but not enter, a new root.

    Parameters
    ----------
    private : str
        A folder of the caller's: the new root is built on its ``root``.
    files : dict of str to str
        What is copied into the folders that can be written; see `Folders.create`.
    limits : Limits
        Gives their size.
    uid : int
        The user that will own them; what it is called inside is returned.
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
    _build(os.path.join(private, "root"), files, limits, uid)
    return uid


def files_in_memory() -> int:
    """Return the bytes that the files in here take, as seen once the root has been changed."""
    found = os.statvfs(_WRITABLE)
    files = (found.f_files - found.f_ffree) * _INODE
    return (found.f_blocks - found.f_bfree) * found.f_frsize + files


def mount_processes(private: str) -> None:
    """Mount the process table; to be done by the first process in it."""
    flags = _PLAIN | syscalls.MS_NOEXEC | syscalls.MS_RDONLY
    syscalls.mount("proc", os.path.join(private, "root/proc"), "proc", flags)


def change_root(private: str) -> None:
    """Make the new root the root of all processes in these namespaces."""
    root = os.path.join(private, "root")
    syscalls.set_mount_attributes(root, _READ_ONLY, recursive=False)
    syscalls.pivot_root(root)


def _build(root: str, files: dict[str, str], limits: Limits, uid: int) -> None:
    os.umask(0o022)
    syscalls.mount("tmpfs", root, "tmpfs", _PLAIN, "size=1m,nr_inodes=1k,mode=755")
    for path in visible_paths():
        _show(path, root)
    for path in ("/dev", "/proc", "/etc", _WRITABLE):
        os.makedirs(root + path, exist_ok=True)
    _devices(root)
    _write(f"{root}/etc/passwd", f"student:x:{uid}:{uid}::{FOLDERS.home}:/bin/sh\n")
    _write(f"{root}/etc/group", f"student:x:{uid}:\n")
    _write(f"{root}/etc/nsswitch.conf", "passwd: files\ngroup: files\nhosts: files\n")
    _write(f"{root}/etc/hosts", "127.0.0.1 localhost\n")
    # One file system for all that can be written, so that one size limits it.
    size = f"size={limits.tmp_size},nr_inodes={limits.files},mode=755"
    syscalls.mount("tmpfs", root + _WRITABLE, "tmpfs", _PLAIN, size)
    Folders.below(root + _WRITABLE).create(files, limits, uid)
    for path in ("/tmp", "/dev/shm"):
        if not os.path.exists(root + path):
            os.symlink(FOLDERS.tmp, root + path)


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
