"""Runs the hub until it is told to stop, and leaves no process behind."""

import http.client
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import psutil

from graders.execute.sandbox.linux import syscalls
from hub.log import keep
from hub.settings import REPOSITORY, VARIABLE, Settings

# Seconds within which everything has to answer.
PATIENCE = 180.0
CONFIG = REPOSITORY / "hub" / "jupyterhub_config.py"
COURSE = "mathematics-of-deep-learning"


class HubError(Exception):
    """The hub does not run; the message says why and what to do."""


def apart(work: Callable[[], None], dies_with_parent: int) -> int:
    """Do something in a child, pass signals to end on to it, and return its status.

    Parameters
    ----------
    work : callable
    dies_with_parent : int
        The signal that the child gets if this process ends, however it does.
    """
    child = os.fork()
    if child == 0:
        status = 1
        try:
            syscalls.prctl(syscalls.PR_SET_PDEATHSIG, dies_with_parent)
            # Ctrl-C reaches all processes of a terminal; only the parent passes it on.
            signal.signal(signal.SIGINT, lambda *_: None)
            signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
            work()
            status = 0
        except SystemExit as error:
            status = error.code if isinstance(error.code, int) else int(bool(error.code))
        except (HubError, OSError, subprocess.CalledProcessError) as error:
            print(f"hub: {error}", file=sys.stderr)
        finally:
            sys.stdout.flush()
            os._exit(status)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: os.kill(child, signal.SIGTERM))
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def run(settings: Settings, ready: Callable[[], None]) -> None:
    """Start the hub, say when it is ready, and stay until it ends.

    Raises
    ------
    HubError
        If it does not start, or ends by itself.
    """
    log = settings.hub / "jupyterhub.log"
    environment = os.environ | {
        VARIABLE: settings.folder,
        "HOME": str(settings.hub),
        "PYTHONPATH": str(REPOSITORY),
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "jupyterhub", "-f", str(CONFIG)],
        cwd=settings.hub,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        # In a session of its own: Ctrl-C is not for it.
        start_new_session=True,
        preexec_fn=lambda: syscalls.prctl(syscalls.PR_SET_PDEATHSIG, signal.SIGTERM),
    )
    assert process.stdout is not None
    threading.Thread(target=keep, args=(process.stdout, log), daemon=True).start()
    try:
        _wait(settings, process, log)
        ready()
        # As process 1 of a view this one inherits what others leave behind.
        while os.waitpid(-1, 0)[0] != process.pid:
            pass
        raise HubError(f"JupyterHub has ended by itself; {log} says why")
    finally:
        _end(process)


def _end(process: subprocess.Popen) -> None:
    """End the hub and what it has started, which it does itself, but for a few times."""
    if process.poll() is not None:
        return
    below = psutil.Process(process.pid).children(recursive=True)
    process.terminate()
    try:
        process.wait(30)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    for left in below:
        with suppress(psutil.NoSuchProcess):
            left.kill()


def _wait(settings: Settings, process: subprocess.Popen, log: Path) -> None:
    """Wait until the hub and both services answer."""
    todo = [
        (settings.ports["hub"], "/hub/health"),
        (settings.port, f"/services/{COURSE}/api"),
        (settings.port, f"/services/grading-{COURSE}/health"),
    ]
    ends = time.monotonic() + PATIENCE
    while todo:
        if process.poll() is not None or time.monotonic() > ends:
            raise HubError(f"JupyterHub does not start; {log} says why")
        if _status(*todo[0]) == 200:
            todo.pop(0)
        else:
            time.sleep(0.2)


def _status(port: int, path: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        connection.close()
