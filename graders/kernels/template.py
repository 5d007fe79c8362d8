"""The template process: imports the libraries once and is then forked for every sandbox.

It runs no student code, no operation of TensorFlow (a fork of a started runtime hangs) and keeps no
secret: what its owner asks for goes to forked processes alone. Started as
``python -m graders.kernels.template FD`` by `graders.kernels.owner.Template`.
"""

import contextlib
import gc
import importlib
import json
import os
import signal
import socket
import sys

from graders.kernels import folders, forker, installation, syscalls
from graders.kernels.later import imported_later
from graders.kernels.probe import best_level
from graders.kernels.sandbox import Level
from graders.kernels.supervisor import MESSAGE_SIZE, supervise


def main(fd: int) -> None:
    """Serve the owner at the other end of a socket until it closes it."""
    control = socket.socket(fileno=fd)
    order = json.loads(control.recv(MESSAGE_SIZE))
    level = best_level(Level(order["highest"]))
    control.send(json.dumps({"level": level}).encode())
    lean = None
    if level is Level.NAMESPACES and os.geteuid() == 0:
        lean, orders = _start_lean(control, level)
    gc.disable()  # a quarter of the time of importing TensorFlow would go into collections
    with imported_later():
        missing = _import(order["imports"])
    _show_an_error()
    _prepare_shell()
    gc.freeze()  # no collection touches, and so copies, what was imported
    gc.enable()
    syscalls.collapse_memory()
    threads = len(os.listdir("/proc/self/task"))
    control.send(json.dumps({"missing": missing, "threads": threads}).encode())
    if lean:
        control.close()
        forker.serve(orders, lean)
    else:
        _supervise(control, level)
    folders.remove(order["folder"])  # the owner may have been killed
    os._exit(0)  # nothing else is to be tidied up, in a memory as large as this one


def _start_lean(control: socket.socket, level: Level) -> tuple[int, socket.socket]:
    """Start the process that supervisors are forked from, before there is much to fork.

    Returns its pidfd, and the socket on which they ask this one for forks.
    """
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    owner = os.getpid()
    pid = os.fork()
    if pid:
        theirs.close()
        return os.pidfd_open(pid), ours
    ours.close()
    syscalls.prctl(syscalls.PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() == owner:
        _supervise(control, level, theirs)
    os._exit(0)


def _supervise(control: socket.socket, level: Level, template: socket.socket | None = None) -> None:
    """Fork a supervisor whenever the owner asks for a sandbox; return when all have ended."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # they report to the owner, not here
    installation.visible_paths()  # which all of them need
    while fds := socket.recv_fds(control, 1, 1)[1]:
        if os.fork() == 0:
            control.close()
            with contextlib.suppress(BaseException):
                supervise(socket.socket(fileno=fds[0]), level, template)
            os._exit(0)
        os.close(fds[0])
    with contextlib.suppress(ChildProcessError):  # raised when all of them have ended
        os.wait()


def _import(names: list[str]) -> dict[str, str]:
    """Import modules; return those that could not be, with the reason."""
    missing = {}
    for name in names:
        try:
            importlib.import_module(name)
        except Exception as error:
            missing[name] = f"{type(error).__name__}: {error}"
    return missing


def _show_an_error() -> None:
    """Format a traceback: the first takes a quarter of a second, which then no kernel spends."""
    ultratb = sys.modules.get("IPython.core.ultratb")
    if ultratb is None:
        return
    try:
        raise ValueError
    except ValueError:
        ultratb.AutoFormattedTB(mode="Context").structured_traceback(*sys.exc_info())


def _prepare_shell() -> None:
    """Make the shell that the kernels take over."""
    shell = sys.modules.get("graders.kernels.shell")
    if shell is not None:
        shell.prepare()


if __name__ == "__main__":
    with contextlib.suppress(BrokenPipeError):  # the owner has closed it already
        main(int(sys.argv[1]))
