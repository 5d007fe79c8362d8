"""The few Linux system calls that Python does not offer, by ctypes."""

import contextlib
import ctypes
import os
import struct
from typing import Any

_libc = ctypes.CDLL(None, use_errno=True)

CLONE_NEWNS, CLONE_NEWUTS, CLONE_NEWIPC = 0x00020000, 0x04000000, 0x08000000
CLONE_NEWUSER, CLONE_NEWPID, CLONE_NEWNET = 0x10000000, 0x20000000, 0x40000000
CLONE_NEWCGROUP = 0x02000000
# In the order of their bits. Not of time: clone(2), whose flags a filter sees, cannot make one.
NEW_NAMESPACES = (
    *(CLONE_NEWNS, CLONE_NEWCGROUP, CLONE_NEWUTS, CLONE_NEWIPC),
    *(CLONE_NEWUSER, CLONE_NEWPID, CLONE_NEWNET),
)

MS_RDONLY, MS_NOSUID, MS_NODEV, MS_NOEXEC = 1, 2, 4, 8
MS_BIND, MS_REC, MS_PRIVATE = 4096, 16384, 1 << 18
MNT_DETACH = 2

MOUNT_ATTR_RDONLY, MOUNT_ATTR_NOSUID, MOUNT_ATTR_NODEV = 1, 2, 4
_AT_FDCWD, _AT_RECURSIVE = -100, 0x8000
_SYS_MOUNT_SETATTR = 442  # the same number on every architecture, as all from 424 on

_HUGE_PAGE, _MADV_COLLAPSE = 2**21, 25

PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_KEEPCAPS, PR_CAPBSET_DROP = 1, 4, 8, 24
PR_SET_CHILD_SUBREAPER, PR_SET_NO_NEW_PRIVS, PR_CAP_AMBIENT = 36, 38, 47
_PR_CAP_AMBIENT_CLEAR_ALL = 4

CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH, CAP_SYS_PTRACE, CAP_SYS_NICE = 1, 2, 19, 23
_CAPABILITY_VERSION_3 = 0x20080522


def _check(result: int, what: str) -> int:
    if result == -1:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")
    return result


def raw(number: int, *arguments: Any, what: str = "syscall") -> int:
    """Make a system call by its number.

    Raises
    ------
    OSError
        If the kernel refuses; the message starts with `what`.
    """
    wide = [ctypes.c_long(a) if isinstance(a, int) else a for a in arguments]
    return _check(_libc.syscall(ctypes.c_long(number), *wide), what)


def prctl(option: int, value: int = 0, extra: int = 0) -> int:
    """Call ``prctl(2)``."""
    wide = [ctypes.c_ulong(v) for v in (value, extra, 0, 0)]
    return _check(_libc.prctl(ctypes.c_int(option), *wide), f"prctl {option}")


def unshare(flags: int) -> None:
    """Leave the namespaces named by `flags` (``os.unshare`` exists from Python 3.12 on)."""
    _check(_libc.unshare(ctypes.c_int(flags)), "unshare")


def mount(source: str, target: str, kind: str | None, flags: int, data: str = "") -> None:
    """Call ``mount(2)``."""
    encoded = [None if s is None else os.fsencode(s) for s in (source, target, kind)]
    result = _libc.mount(*encoded, ctypes.c_ulong(flags), os.fsencode(data) or None)
    _check(result, f"mount {target}")


def set_mount_attributes(target: str, attributes: int, *, recursive: bool) -> None:
    """Add attributes such as read-only to a mount and, if wanted, to all below it."""
    argument = ctypes.create_string_buffer(struct.pack("=QQQQ", attributes, 0, 0, 0), 32)
    flags = _AT_RECURSIVE if recursive else 0
    path = ctypes.c_char_p(os.fsencode(target))
    raw(_SYS_MOUNT_SETATTR, _AT_FDCWD, path, flags, argument, 32, what=f"mount_setattr {target}")


def pivot_root(new_root: str) -> None:
    """Make `new_root`, a mount point, the root and forget the old one."""
    os.chdir(new_root)
    _check(_libc.pivot_root(b".", b"."), "pivot_root")
    _check(_libc.umount2(b".", ctypes.c_int(MNT_DETACH)), "umount old root")
    os.chdir("/")


def collapse_memory() -> None:
    """Gather this process's memory in huge pages, which a fork shares in half the time.

    Linux before 6.1 does not know how; nothing else changes.
    """
    with open("/proc/self/maps") as maps:
        areas = [line.split() for line in maps]
    for addresses, mode, _, _, inode, *_ in areas:
        first, end = (int(address, 16) for address in addresses.split("-"))
        first, end = -(-first // _HUGE_PAGE) * _HUGE_PAGE, end // _HUGE_PAGE * _HUGE_PAGE
        if inode == "0" and "w" in mode and first < end:
            size = ctypes.c_size_t(end - first)
            _libc.madvise(ctypes.c_void_p(first), size, ctypes.c_int(_MADV_COLLAPSE))


def set_hostname(name: str) -> None:
    """Set the host name of this namespace."""
    _check(_libc.sethostname(name.encode(), ctypes.c_size_t(len(name))), "sethostname")


def capabilities(kind: str = "CapEff") -> int:
    """Return the capabilities of this process as a bit set, those in effect or of another kind."""
    with open("/proc/self/status") as status:
        for line in status:
            if line.startswith(kind):
                return int(line.split()[1], 16)
    return 0


def drop_bounding_set() -> None:
    """Let no program that is run later gain any capability."""
    for capability in range(64):
        try:
            prctl(PR_CAPBSET_DROP, capability)
        except OSError:  # beyond the last one, or not ours to drop
            break
    with contextlib.suppress(OSError):  # before Linux 4.3 there are none
        prctl(PR_CAP_AMBIENT, _PR_CAP_AMBIENT_CLEAR_ALL)


def set_capabilities(effective: int, permitted: int | None = None) -> None:
    """Give up all capabilities of this process but those in a bit set.

    Those in `permitted`, if there is such a set, are only put out of effect.
    """
    permitted = effective if permitted is None else permitted
    low, high = (0xFFFFFFFF & effective, 0xFFFFFFFF & permitted), (effective >> 32, permitted >> 32)
    header = struct.pack("=Ii", _CAPABILITY_VERSION_3, 0)
    data = struct.pack("=IIIIII", *low, 0, *high, 0)
    _check(_libc.capset(header, data), "capset")
