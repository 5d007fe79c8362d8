"""The template process: imports the libraries once and is then forked for every sandbox.

It runs no student code, no operation of TensorFlow (a fork of a started runtime hangs) and keeps no
secret: what its owner asks for goes to forked processes alone. Started as
``python -m graders.execute.sandbox.template_process FD`` by `Template`.
"""

import contextlib
import gc
import importlib
import json
import os
import signal
import socket
import sys

from graders.execute.sandbox import visible_paths, workspace
from graders.execute.sandbox.levels import Level
from graders.execute.sandbox.linux import syscalls
from graders.execute.sandbox.probe import best_level
from graders.execute.sandbox.supervisor import MESSAGE_SIZE, supervise


def main(fd: int) -> None:
    """Serve the owner at the other end of a socket until it closes it."""
    control = socket.socket(fileno=fd)
    order = json.loads(control.recv(MESSAGE_SIZE))
    level = best_level(Level(order["highest"]))
    control.send(json.dumps({"level": level}).encode())
    gc.disable()  # a quarter of the time of importing TensorFlow would go into collections
    missing = _import(order["imports"])
    _show_an_error()
    gc.freeze()  # no collection touches, and so copies, what was imported
    gc.enable()
    syscalls.collapse_memory()
    threads = len(os.listdir("/proc/self/task"))
    control.send(json.dumps({"missing": missing, "threads": threads}).encode())
    _supervise(control, level)
    workspace.remove(order["folder"])  # the owner may have been killed
    os._exit(0)  # to tidy up a memory as large as this one takes long


def _supervise(control: socket.socket, level: Level) -> None:
    """Fork a supervisor whenever the owner asks for a sandbox; return when all have ended."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # they report to the owner, not here
    visible_paths.visible_paths()  # which all of them need
    while fds := socket.recv_fds(control, 1, 1)[1]:
        if os.fork() == 0:
            control.close()
            with contextlib.suppress(BaseException):
                supervise(socket.socket(fileno=fds[0]), level)
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
    """Format a traceback: the first takes long, and so no interpreter has to."""
    ultratb = sys.modules.get("IPython.core.ultratb")
    if ultratb is None:
        return
    try:
        raise ValueError
    except ValueError:
        ultratb.AutoFormattedTB(mode="Context").structured_traceback(*sys.exc_info())


if __name__ == "__main__":
    with contextlib.suppress(BrokenPipeError):  # the owner has closed it already
        main(int(sys.argv[1]))
