"""Landlock: which files a process may use, where it has no namespaces of its own."""

import contextlib
import ctypes
import os
import stat
import struct

from graders.execute.sandbox.linux import syscalls

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_VERSION, _PATH_BENEATH = 1, 1

_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR = 1 << 0, 1 << 1, 1 << 2, 1 << 3
_TRUNCATE, _IOCTL_DEVICE = 1 << 14, 1 << 15
_ALL_BY_ABI = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 5: (1 << 16) - 1}
_MAKE_DEVICE = 1 << 6 | 1 << 11
_ONLY_FOR_FILES = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE | _IOCTL_DEVICE
_TCP_BIND_AND_CONNECT = 3
_SCOPE_ABSTRACT_SOCKETS, _SCOPE_SIGNALS = 1, 2

# To read and run; everything but new devices; to read and write a device.
READ, DEVICE = _EXECUTE | _READ_FILE | _READ_DIR, _READ_FILE | _WRITE_FILE
WRITE = _ALL_BY_ABI[max(_ALL_BY_ABI)] & ~_MAKE_DEVICE


def abi() -> int:
    """Return the version of Landlock that this machine has, 0 if none."""
    try:
        return syscalls.raw(_CREATE_RULESET, 0, 0, _VERSION, what="landlock")
    except OSError:
        return 0


def holds_signals() -> bool:
    """Whether Landlock can keep signals among the restricted processes (Linux 6.12)."""
    return abi() >= 6


class Rules:
    """Files that stay usable once `enforce` is called; nothing else does.

    Paths are opened when they are named, so with the rights that this process has then.
    """

    def __init__(self):
        version = abi()
        if not version:
            raise OSError("no Landlock")
        self._all = _ALL_BY_ABI[max(known for known in _ALL_BY_ABI if known <= version)]
        net = _TCP_BIND_AND_CONNECT if version >= 4 else 0
        scoped = _SCOPE_ABSTRACT_SOCKETS | _SCOPE_SIGNALS if version >= 6 else 0
        attributes = struct.pack("=QQQ", self._all, net, scoped)
        size = 24 if version >= 6 else 16 if version >= 4 else 8
        buffer = ctypes.create_string_buffer(attributes, 24)
        self._ruleset = syscalls.raw(_CREATE_RULESET, buffer, size, 0, what="landlock")

    def allow(self, access: int, *paths: str) -> None:
        """Allow `READ`, `WRITE` or `DEVICE` at and below `paths`, if they exist."""
        for path in paths:
            with contextlib.suppress(FileNotFoundError, NotADirectoryError):
                fd = os.open(path, os.O_PATH | os.O_CLOEXEC)
                try:
                    is_folder = stat.S_ISDIR(os.fstat(fd).st_mode)
                    allowed = access & self._all & (-1 if is_folder else _ONLY_FOR_FILES)
                    rule = ctypes.create_string_buffer(struct.pack("=Qi", allowed, fd), 12)
                    syscalls.raw(_ADD_RULE, self._ruleset, _PATH_BENEATH, rule, 0, what=path)
                finally:
                    os.close(fd)

    def enforce(self) -> None:
        """Restrict this process and all it will start to these rules."""
        syscalls.prctl(syscalls.PR_SET_NO_NEW_PRIVS, 1)
        syscalls.raw(_RESTRICT_SELF, self._ruleset, 0, what="landlock_restrict_self")
        os.close(self._ruleset)
