"""A filter on system calls: what no student's code needs and an attacker would like.

The filter is a list of refusals; whatever it does not name is allowed, for the kernel, the file
system and the other layers to decide.
"""

import ctypes
import errno
import struct
from dataclasses import dataclass

from graders.kernels import syscalls
from graders.kernels.syscall_numbers import MACHINE, audit_architecture, number

_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER = 22, 2
_ALLOW, _ERRNO, _KILL_PROCESS = 0x7FFF0000, 0x00050000, 0x80000000

# classic BPF
_LOAD, _RETURN = 0x20, 0x06
_IF_EQUAL, _IF_AT_LEAST, _AND = 0x15, 0x35, 0x54
_X32_BIT = 0x40000000

_AF_UNIX, _AF_NETLINK, _NETLINK_ROUTE = 1, 16, 0
_SOCK_STREAM, _SOCK_TYPE_MASK = 1, 0xF
_F_SETOWN, _F_SETOWN_EX = 8, 15
_TIOCSTI, _TIOCLINUX, _FIOSETOWN, _SIOCSPGRP = 0x5412, 0x541C, 0x8901, 0x8902

NEW_NAMESPACES = (
    syscalls.CLONE_NEWNS
    | syscalls.CLONE_NEWUTS
    | syscalls.CLONE_NEWIPC
    | syscalls.CLONE_NEWUSER
    | syscalls.CLONE_NEWPID
    | syscalls.CLONE_NEWNET
    | syscalls.CLONE_NEWCGROUP
)


# What looks into other processes, or administers the machine.
_NEVER = """
    ptrace process_vm_readv process_vm_writev kcmp pidfd_getfd process_madvise process_mrelease
    keyctl add_key request_key bpf perf_event_open userfaultfd
    io_uring_setup io_uring_enter io_uring_register
    mount umount2 pivot_root chroot unshare setns open_tree open_tree_attr move_mount
    fsopen fsconfig fsmount fspick mount_setattr open_by_handle_at name_to_handle_at
    kexec_load kexec_file_load init_module finit_module delete_module reboot swapon swapoff
    acct quotactl quotactl_fd syslog settimeofday clock_settime clock_adjtime adjtimex
    sethostname setdomainname iopl ioperm modify_ldt fanotify_init lookup_dcookie vhangup
    move_pages migrate_pages personality
"""

# What changes the modes, owners, times and attributes of files.
_METADATA = """
    chmod fchmod fchmodat fchmodat2 chown fchown lchown fchownat setxattr lsetxattr fsetxattr
    setxattrat removexattr lremovexattr fremovexattr removexattrat utime utimes futimesat
    utimensat file_setattr
"""


@dataclass(frozen=True)
class Where:
    """A condition on an argument of a call: ``(argument & mask) == value``, or its negation.

    Only the lower 32 bits are looked at, as the kernel does with all arguments used here.
    """

    argument: int
    value: int
    mask: int = 0xFFFFFFFF
    negated: bool = False


@dataclass(frozen=True)
class Refuse:
    """Refuse a system call when all conditions hold."""

    name: str
    where: tuple[Where, ...] = ()
    error: int = errno.EPERM


def everywhere() -> list[Refuse]:
    """Return what is refused at every level."""
    refused = [Refuse(name) for name in _NEVER.split()]
    # Memory that belongs to no process, and so to no limit; programs do without it.
    refused += [
        Refuse(name, error=errno.ENOSYS)
        for name in ("memfd_create", "memfd_secret", "shmget", "semget", "msgget", "mq_open")
    ]
    # The flags of clone3 are out of a filter's sight; told that it does not exist, the C library
    # uses clone.
    refused.append(Refuse("clone3", error=errno.ENOSYS))
    for flag in _bits(NEW_NAMESPACES):
        refused.append(Refuse("clone", (Where(0, flag, flag),)))
    refused += [Refuse("ioctl", (Where(1, request),)) for request in (_TIOCSTI, _TIOCLINUX)]
    return refused


def without_namespaces(*, signals: int | None) -> list[Refuse]:
    """Return what is refused besides where there are no namespaces.

    Parameters
    ----------
    signals : int or None
        None if something else keeps signals inside; otherwise the one process that may be
        signalled.
    """
    family = Where(0, _AF_UNIX, negated=True)
    refused = [
        # No network. Netlink, which only tells about this machine, has to stay: libzmq aborts
        # otherwise. Unix sockets may be listened on, never connected: others' are in sight.
        Refuse("socket", (family, Where(0, _AF_NETLINK, negated=True)), errno.EACCES),
        Refuse("socket", (Where(0, _AF_NETLINK), Where(2, _NETLINK_ROUTE, negated=True))),
        Refuse(
            "socket",
            (Where(0, _AF_UNIX), Where(1, _SOCK_STREAM, _SOCK_TYPE_MASK, negated=True)),
        ),
        Refuse("socketpair", (Where(1, _SOCK_STREAM, _SOCK_TYPE_MASK, negated=True),)),
        Refuse("connect", error=errno.ENETUNREACH),
    ]
    # Limits, priorities and page-outs of the other processes of the same user.
    refused.append(Refuse("prlimit64", (Where(0, 0, negated=True),)))
    refused.append(Refuse("setpriority", (Where(1, 0, negated=True),)))
    refused.append(Refuse("ioprio_set", (Where(1, 0, negated=True),)))
    for name in ("sched_setaffinity", "sched_setattr", "sched_setparam", "sched_setscheduler"):
        # "Done" is the answer here too: libzmq does it to its own threads and aborts otherwise.
        refused.append(Refuse(name, (Where(0, 0, negated=True),), error=0))
    # All that is out of Landlock's reach. "Done" is the answer, because
    # copying a file asks for it.
    for name in _METADATA.split():
        refused.append(Refuse(name, error=0))
    refused += [Refuse("fcntl", (Where(1, command),)) for command in (_F_SETOWN, _F_SETOWN_EX)]
    refused += [Refuse("ioctl", (Where(1, request),)) for request in (_FIOSETOWN, _SIOCSPGRP)]
    refused.append(Refuse("pidfd_send_signal"))
    if signals is not None:
        refused.append(Refuse("tkill"))
        for name in ("kill", "tgkill", "rt_sigqueueinfo", "rt_tgsigqueueinfo"):
            refused.append(Refuse(name, (Where(0, signals, negated=True),)))
    return refused


def install(refusals: list[Refuse]) -> None:
    """Put the filter in force for this process and all it will start; it never comes off."""
    instructions = _program(refusals)
    code = ctypes.create_string_buffer(b"".join(instructions))
    header = ctypes.create_string_buffer(
        struct.pack("@HxxxxxxP", len(instructions), ctypes.addressof(code)), 16
    )
    syscalls.prctl(syscalls.PR_SET_NO_NEW_PRIVS, 1)
    syscalls.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.addressof(header))


def _bits(flags: int) -> list[int]:
    return [1 << n for n in range(32) if flags & 1 << n]


def _step(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
    return struct.pack("=HBBI", code, if_true, if_false, value)


def _program(refusals: list[Refuse]) -> list[bytes]:
    program = [
        _step(_LOAD, 4),
        _step(_IF_EQUAL, audit_architecture(), 1, 0),
        _step(_RETURN, _KILL_PROCESS),
    ]
    if MACHINE == "x86_64":  # the x32 twins of the calls below
        program += [
            _step(_LOAD, 0),
            _step(_IF_AT_LEAST, _X32_BIT, 0, 1),
            _step(_RETURN, _ERRNO | errno.ENOSYS),
        ]
    for refusal in refusals:
        nr = number(refusal.name)
        if nr is not None:
            program += _block(nr, refusal)
    return [*program, _step(_RETURN, _ALLOW)]


def _block(nr: int, refusal: Refuse) -> list[bytes]:
    """Return the steps for one refusal; a condition that fails jumps to the step after them."""
    left = 3 * len(refusal.where) + 1
    block = [_step(_LOAD, 0), _step(_IF_EQUAL, nr, 0, left)]
    for condition in refusal.where:
        left -= 3
        block.append(_step(_LOAD, 16 + 8 * condition.argument))
        block.append(_step(_AND, condition.mask))
        jumps = (left, 0) if condition.negated else (0, left)
        block.append(_step(_IF_EQUAL, condition.value, *jumps))
    return [*block, _step(_RETURN, _ERRNO | refusal.error)]
