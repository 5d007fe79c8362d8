"""How the program of a sandbox is forked: by its supervisor, or by the template for it.

Most of what a sandbox costs is to fork processes as large as the template. A supervisor and process
1 have no use for its libraries. Where the template is root they descend from a process that has not
imported them, and the template forks the program straight into the namespaces that they have made.
"""

import contextlib
import functools
import json
import os
import select
import signal
import socket
import traceback
from collections.abc import Callable
from dataclasses import dataclass

from graders.kernels import namespaces, syscalls
from graders.kernels.inside import Program
from graders.kernels.limits import Limits
from graders.kernels.sandbox import Namespaced, offer_to_be_killed
from graders.kernels.watch import memory_of

_MESSAGE_SIZE = 2**16


@dataclass(frozen=True)
class Forked:
    """A program in a sandbox.

    Attributes
    ----------
    pid : int
    ended : int
        A file that can be read when it has ended (a pidfd).
    inherited : int
        Bytes of memory that it has in common with the template.
    wait : callable
        Waits for its end and returns its exit code, as of `subprocess.Popen`.
    """

    pid: int
    ended: int
    inherited: int
    wait: Callable[[], int]


def fork_here(sandbox, request: dict, fds: list[int], inherited: int) -> Forked:
    """Fork this process.

    Parameters
    ----------
    sandbox : _Sandbox
    request : dict
        As for `graders.kernels.inside.Program`.
    fds : list of int
        The open files of the program, the one for its report at last.
    inherited : int
        What this process holds of memory.
    """
    pid = sandbox.start(Program(request, fds[:-1], fds[-1]).run, kept=fds)
    return Forked(pid, os.pidfd_open(pid), inherited, functools.partial(_wait, pid))


def fork_template(
    template: socket.socket, sandbox: Namespaced, request: dict, fds: list[int]
) -> Forked:
    """Have the template fork itself, see `serve`, for a process that has little in memory.

    Parameters
    ----------
    template : socket.socket
        Where it listens.
    sandbox, request, fds
        As for `fork_here`.

    Raises
    ------
    OSError
        If that fails.
    """
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    # For the forked process alone: what the template has seen, all later programs inherit.
    ours.send(json.dumps({"request": request, "user": sandbox.user}).encode())
    with theirs:
        socket.send_fds(template, [b"."], [theirs.fileno(), *sandbox.handles, *fds])
    message, received, _, _ = socket.recv_fds(ours, _MESSAGE_SIZE, 1)
    told = json.loads(message) if message else {"error": "the template is gone"}
    if "error" in told:
        raise OSError(f"no program could be forked: {told['error']}")

    def wait() -> int:
        end = ours.recv(_MESSAGE_SIZE)  # nothing if the template was killed
        return json.loads(end)["exit"] if end else -signal.SIGKILL

    return Forked(told["pid"], received[0], told["inherited"], wait)


def serve(orders: socket.socket, until: int) -> None:
    """Fork this process, the template, whenever a supervisor asks for it.

    Parameters
    ----------
    orders : socket.socket
        Where `fork_template` asks.
    until : int
        A file that can be read when there will be no more supervisors.
    """
    here = os.open("/proc/self/ns/pid", os.O_RDONLY)
    inherited = memory_of("self")
    running: dict[int, tuple[int, socket.socket]] = {}
    poll = select.poll()
    for fd in (orders.fileno(), until):
        poll.register(fd, select.POLLIN)
    while until not in (happened := {fd for fd, _ in poll.poll()}):
        for ended in happened - {orders.fileno()}:
            poll.unregister(ended)
            os.close(ended)
            pid, supervisor = running.pop(ended)
            with supervisor:
                _tell(supervisor, exit=_wait(pid))
        if orders.fileno() not in happened:
            continue
        fds = socket.recv_fds(orders, 1, 8)[1]
        if not fds:  # all that could ask have ended; in a moment `until` says so
            continue
        supervisor = socket.socket(fileno=fds.pop(0))
        try:
            pid = _fork_into(supervisor, fds, here)
        except OSError:
            with supervisor:
                _tell(supervisor, error=traceback.format_exc(limit=-1))
            continue
        finally:
            for handed_over in fds:
                os.close(handed_over)
        ended = os.pidfd_open(pid)
        running[ended] = pid, supervisor
        poll.register(ended, select.POLLIN)
        _tell(supervisor, ended, pid=pid, inherited=inherited)


def _fork_into(supervisor: socket.socket, fds: list[int], here: int) -> int:
    """Fork a program into the sandbox that the first two of `fds` lead to; return its number.

    This process stays where it is: the namespace that is set here is that of its children alone.
    """
    table, process, *kept = fds
    syscalls.setns(table, syscalls.CLONE_NEWPID)
    try:
        pid = os.fork()
    except OSError:
        syscalls.setns(here, syscalls.CLONE_NEWPID)
        raise
    if pid:
        syscalls.setns(here, syscalls.CLONE_NEWPID)
        return pid
    try:
        offer_to_be_killed()
        namespaces.join(process)
        order = json.loads(supervisor.recv(_MESSAGE_SIZE))
        request = order["request"]
        sandbox = Namespaced.joined(Limits(**request["limits"]), order["user"])
        sandbox.become(Program(request, kept[:-1], kept[-1]).run, kept)
    finally:
        os._exit(1)


def _tell(supervisor: socket.socket, *fds: int, **message) -> None:
    with contextlib.suppress(OSError):  # it is gone, and with it the sandbox
        socket.send_fds(supervisor, [json.dumps(message).encode()], fds)


def _wait(pid: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
