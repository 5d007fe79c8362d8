"""The template process: imports the libraries once and is then forked for every sandbox.

It runs no student code, no operation of TensorFlow (a fork of a started runtime hangs) and keeps no
secret: what its owner asks for goes to the forked process alone. Started as
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

from graders.kernels import folders, syscalls
from graders.kernels.probe import best_level
from graders.kernels.sandbox import Level
from graders.kernels.supervisor import MESSAGE_SIZE, supervise


def main(fd: int) -> None:
    """Serve the owner at the other end of a socket until it closes it."""
    control = socket.socket(fileno=fd)
    order = json.loads(control.recv(MESSAGE_SIZE))
    level = best_level(Level(order["highest"]))
    control.send(json.dumps({"level": level}).encode())
    gc.disable()  # a quarter of the time of importing TensorFlow would go into collections
    missing = _import(order["imports"])
    _show_an_error()
    _prepare_shell()
    gc.freeze()  # no collection touches, and so copies, what was imported
    gc.enable()
    syscalls.collapse_memory()
    threads = len(os.listdir("/proc/self/task"))
    control.send(json.dumps({"missing": missing, "threads": threads}).encode())
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # supervisors report to the owner, not here
    while fds := socket.recv_fds(control, 1, 1)[1]:
        if os.fork() == 0:
            control.close()
            _serve_one(fds[0], level)
        os.close(fds[0])
    with contextlib.suppress(ChildProcessError):  # raised when all of them have ended
        os.wait()
    folders.remove(order["folder"])  # the owner may have been killed


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


def _serve_one(fd: int, level: Level) -> None:
    with contextlib.suppress(BaseException):
        supervise(socket.socket(fileno=fd), level)
    os._exit(0)


if __name__ == "__main__":
    with contextlib.suppress(BrokenPipeError):  # the owner has closed it already
        main(int(sys.argv[1]))
