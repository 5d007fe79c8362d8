"""The limits of a sandbox, most of which the system enforces as resource limits."""

import contextlib
import resource
from dataclasses import dataclass

KiB, MiB, GiB = 2**10, 2**20, 2**30


@dataclass(frozen=True)
class Limits:
    """The limits of one sandbox.

    Attributes
    ----------
    memory : int
        Bytes of private memory. A process that asks for more gets a ``MemoryError``
        (TensorFlow takes about 0.35 GiB of it); processes that together hold more are killed. So
        are those for which the kernel does: page tables, sockets, pipes, files in memory.
    processes : int
        Processes and threads at a time. TensorFlow starts some dozens of threads.
    open_files : int
        Open file descriptors of a process.
    file_size : int
        Bytes of one file.
    tmp_size : int
        Bytes of all files: the working copy, the home and the temporary folders.
    files : int
        Number of files in those folders.
    """

    memory: int = 2 * GiB
    processes: int = 256
    open_files: int = 512
    file_size: int = 256 * MiB
    tmp_size: int = 512 * MiB
    files: int = 20_000


def apply(limits: Limits, *, other_processes: int = 0) -> None:
    """Limit this process and those it will start.

    The system counts processes by user: `other_processes` of the same user already run that do not
    belong to this sandbox.
    """
    # A limit of one byte on core dumps, not zero: zero does not stop a dump that is piped to a
    # program, one does (core(5)).
    wanted = {
        resource.RLIMIT_DATA: limits.memory,
        resource.RLIMIT_NPROC: limits.processes + other_processes,
        resource.RLIMIT_NOFILE: limits.open_files,
        resource.RLIMIT_FSIZE: limits.file_size,
        resource.RLIMIT_CORE: 1,
        resource.RLIMIT_MEMLOCK: 64 * KiB,
        resource.RLIMIT_MSGQUEUE: 0,
        resource.RLIMIT_SIGPENDING: 1024,
        resource.RLIMIT_RTPRIO: 0,
        resource.RLIMIT_NICE: 0,
    }
    for kind, value in wanted.items():
        # A machine that is stricter already stays so.
        hard = resource.getrlimit(kind)[1]
        if hard != resource.RLIM_INFINITY:
            value = min(value, hard)
        with contextlib.suppress(ValueError):
            resource.setrlimit(kind, (value, value))
