"""A filter on system calls: what no student's code needs and an attacker would like.

The filter is a list of refusals; whatever it does not name is allowed, for the kernel, the file
system and the other layers to decide.
"""

import ctypes
import errno
import struct
from dataclasses import dataclass

from graders.execute.sandbox.linux import syscalls
from graders.execute.sandbox.linux.syscall_numbers import MACHINE, audit_architecture, number

_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER = 22, 2
_ALLOW, _ERRNO, _KILL_PROCESS = 0x7FFF0000, 0x00050000, 0x80000000

# classic BPF
_LOAD, _RETURN = 0x20, 0x06
_IF_EQUAL, _IF_AT_LEAST, _AND = 0x15, 0x35, 0x54
_X32_BIT = 0x40000000

_AF_UNIX, _AF_INET, _AF_INET6, _AF_NETLINK, _NETLINK_ROUTE = 1, 2, 10, 16, 0
_SOCK_STREAM, _SOCK_DGRAM, _SOCK_RAW, _SOCK_TYPE_MASK = 1, 2, 3, 0xF
_SOL_SOCKET, _SO_SNDBUF, _SO_RCVBUF = 1, 7, 8
_F_SETPIPE_SZ = 1031
_F_SETOWN, _F_SETOWN_EX = 8, 15
# F_SETLK, F_SETLKW and those of open files; F_SETLEASE, F_NOTIFY.
_LOCKS, _WATCHES = (6, 7, 37, 38), (1024, 1026)
_TIOCSTI, _TIOCLINUX, _FIOSETOWN, _SIOCSPGRP = 0x5412, 0x541C, 0x8901, 0x8902

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


def _refuse(names: str, *where: Where, error: int = errno.EPERM) -> list[Refuse]:
    return [Refuse(name, where, error) for name in names.split()]


def everywhere() -> list[Refuse]:
    """Return what is refused at every level."""
    return [
        *_refuse(_NEVER),
        # Memory that belongs to no process, and so to no limit; programs do without it.
        *_refuse("memfd_create memfd_secret shmget semget msgget mq_open", error=errno.ENOSYS),
        *_memory_of_the_kernel(),
        *_of_all_sandboxes(),
        # The kernel may share processors out among sessions.
        *_refuse("setsid"),
        # The flags of clone3 are out of a filter's sight; told that it does not exist, the C
        # library uses clone.
        *_refuse("clone3", error=errno.ENOSYS),
        *(Refuse("clone", (Where(0, flag, flag),)) for flag in syscalls.NEW_NAMESPACES),
        *(Refuse("ioctl", (Where(1, request),)) for request in (_TIOCSTI, _TIOCLINUX)),
    ]


def _of_all_sandboxes() -> list[Refuse]:
    """Return what a sandbox shares with others, who would wait for it, or hear of it.

    All see the libraries' files, and a lock of one is seen by whoever asks; the kernel keeps any
    number of them. "Done" is the answer to what a program does for its own sake.
    """
    return [
        *_refuse("flock sync syncfs", error=0),
        *(Refuse("fcntl", (Where(1, command),), error=0) for command in _LOCKS),
        *(Refuse("fcntl", (Where(1, command),)) for command in _WATCHES),
        # The machine has a number of them for all its users.
        *_refuse("io_setup", error=errno.ENOSYS),
    ]


def _memory_of_the_kernel() -> list[Refuse]:
    """Return what would make things hold more memory than they are counted for (`memory`)."""
    families = (_AF_UNIX, _AF_INET, _AF_INET6, _AF_NETLINK)
    known = [Where(0, family, negated=True) for family in families]
    return [
        # Events that nobody reads; pages, and with them the huge pages that they are parts of, that
        # no process has any more.
        *_refuse("inotify_init inotify_init1 vmsplice splice tee sendfile", error=errno.ENOSYS),
        # The sizes of buffers. For sockets they are a hint, and "done" is the answer.
        Refuse("fcntl", (Where(1, _F_SETPIPE_SZ),)),
        *(
            Refuse("setsockopt", (Where(1, _SOL_SOCKET), Where(2, option)), error=0)
            for option in (_SO_SNDBUF, _SO_RCVBUF)
        ),
        Refuse("socket", tuple(known), error=errno.EAFNOSUPPORT),
        # To one receiver many can send, and be gone.
        *(
            refusal
            for kind in (_SOCK_DGRAM, _SOCK_RAW)
            for refusal in _refuse(
                "socket socketpair",
                *(Where(0, _AF_UNIX), Where(1, kind, _SOCK_TYPE_MASK)),
                error=errno.EPROTONOSUPPORT,
            )
        ),
        # Lists of access rights; filters.
        *_refuse("setxattr lsetxattr fsetxattr setxattrat", error=errno.ENOTSUP),
        *_refuse("seccomp"),
        Refuse("prctl", (Where(0, _PR_SET_SECCOMP),)),
    ]


def without_namespaces(*, signals: int | None) -> list[Refuse]:
    """Return what is refused besides where there are no namespaces.

    `signals` is the one process that may be signalled, None if something else keeps signals inside.
    """
    no_unix, no_netlink = Where(0, _AF_UNIX, negated=True), Where(0, _AF_NETLINK, negated=True)
    no_stream = Where(1, _SOCK_STREAM, _SOCK_TYPE_MASK, negated=True)
    another = Where(0, 0, negated=True)
    refused = [
        # No network. Netlink, which only tells about this machine, has to stay: libzmq aborts
        # otherwise. Unix sockets may be made, never connected: others' are in sight.
        *_refuse("socket", no_unix, no_netlink, error=errno.EACCES),
        *_refuse("socket", Where(0, _AF_NETLINK), Where(2, _NETLINK_ROUTE, negated=True)),
        *_refuse("socket", Where(0, _AF_UNIX), no_stream),
        *_refuse("socketpair", no_stream),
        *_refuse("connect", error=errno.ENETUNREACH),
        # A name of a socket that is taken is seen by all; who listens hears nobody.
        *_refuse("bind", error=0),
        # Limits, priorities and page-outs of the other processes of the same user.
        *_refuse("prlimit64", another),
        *_refuse("setpriority ioprio_set", Where(1, 0, negated=True)),
        # "Done" is the answer here too: libzmq does it to its own threads and aborts otherwise.
        *_refuse(
            "sched_setaffinity sched_setattr sched_setparam sched_setscheduler", another, error=0
        ),
        # All that is out of Landlock's reach. "Done" is the answer, because copying a file asks
        # for it.
        *_refuse(_METADATA, error=0),
        *(Refuse("fcntl", (Where(1, command),)) for command in (_F_SETOWN, _F_SETOWN_EX)),
        *(Refuse("ioctl", (Where(1, request),)) for request in (_FIOSETOWN, _SIOCSPGRP)),
        *_refuse("pidfd_send_signal"),
    ]
    if signals is not None:
        others = Where(0, signals, negated=True)
        refused += _refuse("tkill")
        refused += _refuse("kill tgkill rt_sigqueueinfo rt_tgsigqueueinfo", others)
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
