"""Runs a command as an ordinary Docker container would: fewer capabilities, and a filter.

Usage: ``python docker_like.py COMMAND [ARGUMENT ...]``. The filter is what matters of Docker's
default profile: no namespaces, no mounts, no tracing of the kernel.
"""

import errno
import os
import sys

from graders.execute.sandbox.linux import syscalls
from graders.execute.sandbox.linux.seccomp import Refuse, Where, install

# The capabilities of a default container: chown, dac_override, fowner, fsetid, kill, setgid,
# setuid, setpcap, net_bind_service, net_raw, sys_chroot, mknod, audit_write, setfcap.
_KEPT = {0, 1, 3, 4, 5, 6, 7, 8, 10, 13, 18, 27, 29, 31}
_REFUSED = """
    unshare setns mount umount2 pivot_root open_tree move_mount fsopen fsconfig fsmount fspick
    mount_setattr keyctl add_key request_key bpf perf_event_open userfaultfd kexec_load reboot
    swapon swapoff io_uring_setup open_by_handle_at
"""


def main() -> None:
    for capability in range(64):
        if capability not in _KEPT:
            try:
                syscalls.prctl(syscalls.PR_CAPBSET_DROP, capability)
            except OSError:  # not root, or beyond the last one
                break
    refusals = [Refuse(name) for name in _REFUSED.split()]
    refusals += [Refuse("clone", (Where(0, flag, flag),)) for flag in syscalls.NEW_NAMESPACES]
    refusals.append(Refuse("clone3", error=errno.ENOSYS))
    install(refusals)
    os.execvp(sys.argv[1], sys.argv[1:])


if __name__ == "__main__":
    main()
