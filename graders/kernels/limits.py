"""What a sandboxed process may use, and how most of it is enforced: resource limits."""

import contextlib
import resource
from dataclasses import dataclass

KiB, MiB, GiB = 2**10, 2**20, 2**30


@dataclass(frozen=True)
class Limits:
    """What one sandbox may use.

    Attributes
    ----------
    memory : int
        Bytes of private memory. A process that asks for more gets a ``MemoryError``
        (TensorFlow takes about 0.35 GiB of it); processes that together hold more are killed.
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
    message_size : int
        Bytes of one message that the kernel may send to the grader; a longer one is dropped with
        its connection, so that a reply cannot fill the grader's memory.
    """

    memory: int = 2 * GiB
    processes: int = 256
    open_files: int = 512
    file_size: int = 256 * MiB
    tmp_size: int = 512 * MiB
    files: int = 20_000
    message_size: int = 32 * MiB


def apply(limits: Limits, *, other_processes: int = 0) -> None:
    """Limit this process and those it will start.

    Parameters
    ----------
    limits : Limits
        What to allow.
    other_processes : int
        How many processes of the same user already run that do not belong to this sandbox:
        the system counts processes by user.
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
