"""Who a sandboxed process is: a user of its own, with no privilege left."""

import os

from graders.execute.sandbox.linux import syscalls

# Far from the users of any system and from the ranges that containers are given.
_FIRST_USER = 2_000_000_000
_MAPPED_USERS = range(60_000, 65_000)  # inside a container that maps only 65,536


def spare_user() -> int:
    """Return a user, as a number, that no other running sandbox of this machine has.

    The caller is a process that lives as long as the sandbox: its number makes the user's.
    Someone who is not root can only be himself.
    """
    if os.geteuid() != 0:
        return os.geteuid()
    wanted = _FIRST_USER + os.getpid()
    with open("/proc/self/uid_map") as table:
        ranges = [(int(first), int(count)) for first, _, count in map(str.split, table)]
    if any(first <= wanted < first + count for first, count in ranges):
        return wanted
    return _MAPPED_USERS[os.getpid() % len(_MAPPED_USERS)]


def become(user: int, *, kept: int = 0) -> None:
    """Become `user` for good, with no groups and no capabilities but those in `kept`."""
    syscalls.drop_bounding_set()
    if os.geteuid() == 0:
        if kept:
            syscalls.prctl(syscalls.PR_SET_KEEPCAPS, 1)
        os.setgroups([])
        os.setresgid(user, user, user)
        os.setresuid(user, user, user)
    syscalls.set_capabilities(kept)
    syscalls.prctl(syscalls.PR_SET_NO_NEW_PRIVS, 1)
    # Reset by a change of user. Not dumpable, a process could not read its own /proc.
    syscalls.prctl(syscalls.PR_SET_DUMPABLE, 1)
