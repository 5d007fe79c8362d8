"""Calls with bounds: functions of ours on what one student wrote, away from everybody else.

Parsers and renderers take ever so long over a text that was made for it, or all memory. So they
run in a process that is killed then, and only that text is not done. An ordinary call costs some
tenths of a millisecond: the processes are kept for the next one. No student code runs in them.
"""

import contextlib
import logging
import os
import pickle
import resource
import signal
import socket
import subprocess
import sys
import threading
import time
import traceback
import weakref
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from typing import Any

MEMORY = 2 * 2**30
# The clock may show so many times the processor time: other processes run, too.
CLOCK = 10
# Seconds that a process has to start and to import what it is to call, which is our own code.
START = 600.0
# A process that has come to hold more than this is not kept.
_KEPT_MEMORY = 400 * 2**20
_MAX_LOGGED = 20

_PROCESS = "graders.bounded"


class NotDoneError(Exception):
    """A call did not return; the message says why."""


class LimitError(NotDoneError):
    """It used up its time or its memory, or the process did not survive it."""


class CallError(NotDoneError):
    """The function raised an exception; the traceback is kept as text."""

    def __init__(self, message: str, trace: str):
        super().__init__(message)
        self.trace = trace


@dataclass
class _Reply:
    value: Any = None
    error: str = ""
    trace: str = ""
    out_of_memory: bool = False
    seconds: float = 0.0
    last: bool = False
    logged: list[tuple[str, int, str]] = field(default_factory=list)


def call(function: Callable, *arguments: Any, seconds: float) -> tuple[Any, float]:
    """Call a function in a process of its own, with a limit of processor time.

    Parameters
    ----------
    function : callable
        Of a module, so that the process finds it by its name. It writes no files.
    *arguments
        What can be pickled.
    seconds : float
        Of processor time; the clock is a backstop.

    Returns
    -------
    value, float
        What it returned, and the seconds of processor time that it took.

    Raises
    ------
    LimitError
        If it did not come back.
    CallError
        If it raised an exception.
    """
    process = _take()
    reply = None
    try:
        reply = process.call(function, arguments, seconds)
    finally:
        _put(process, kept=reply is not None and not reply.last)
    for name, level, text in reply.logged:
        logging.getLogger(name).log(level, "%s", text)
    if reply.out_of_memory:
        raise LimitError(f"it needed more than {MEMORY // 2**30} GB of memory")
    if reply.error:
        raise CallError(reply.error, reply.trace)
    return reply.value, reply.seconds


def end() -> None:
    """End all processes; calls that are under way fail, later ones start new processes."""
    with _lock:
        found = [*_idle, *_busy]
        _idle.clear()
    for process in found:
        process.end()


_lock = threading.Lock()
_idle: list["_Process"] = []
_busy: set["_Process"] = set()


def _take() -> "_Process":
    with _lock:
        while _idle:
            process = _idle.pop()
            if process.is_mine:  # and not that of the process that this one was forked from
                break
        else:
            process = _Process()
        _busy.add(process)
        return process


def _put(process: "_Process", kept: bool) -> None:
    with _lock:
        _busy.discard(process)
        if kept:
            _idle.append(process)
            return
    process.end()


class _Process:
    """The owner's end of one process."""

    def __init__(self) -> None:
        self._owner = os.getpid()
        ours, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-B", "-W", "ignore", "-m", _PROCESS, str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=_environment(),
                start_new_session=True,  # Ctrl-C is for the owner
            )
        self._connection = Connection(ours.detach())
        # It would end by itself, when its socket is closed; nobody is to wait for that.
        self.end = weakref.finalize(self, _end, self._owner, self._process, self._connection)

    @property
    def is_mine(self) -> bool:
        return self._owner == os.getpid() and self._process.poll() is None

    def call(self, function: Callable, arguments: tuple, seconds: float) -> _Reply:
        try:
            self._connection.send_bytes(pickle.dumps((function, arguments, seconds)))
            if self._connection.poll(START):
                self._connection.recv_bytes()  # it is about to begin
                if self._connection.poll(CLOCK * seconds + 1):
                    return self._connection.recv()
        except (EOFError, OSError):  # the end of the process
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(1)
            if self._process.returncode != -signal.SIGPROF:
                raise LimitError("the process that was to do it ended") from None
        raise LimitError(f"it was not done after {seconds:.2g} s of processor time")


def _end(owner: int, process: subprocess.Popen, connection: Connection) -> None:
    connection.close()
    if os.getpid() == owner:
        process.kill()
        process.wait()


def _environment() -> dict[str, str]:
    # The same packages as here; whoever may have the hub's token, it is not this process.
    path = os.pathsep.join(folder or os.getcwd() for folder in sys.path)
    own = {name: value for name, value in os.environ.items() if not name.startswith("JUPYTERHUB_")}
    return own | {"PYTHONPATH": path}


class _Collected(logging.Handler):
    """What is logged during a call, for the owner."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.found: list[tuple[str, int, str]] = []

    def emit(self, record: logging.LogRecord) -> None:
        if len(self.found) < _MAX_LOGGED:
            self.found.append((record.name, record.levelno, self.format(record)[-10_000:]))


def _serve(connection: Connection, logged: _Collected) -> None:
    """Carry out calls until the owner closes the socket. This runs in the process."""
    while True:
        try:
            message = connection.recv_bytes()
        except (EOFError, OSError):
            return
        reply, logged.found = _Reply(), []
        try:
            function, arguments, seconds = pickle.loads(message)
            connection.send_bytes(b"begun")
            before = time.process_time()
            # Counts processor time; the signal ends the process.
            signal.setitimer(signal.ITIMER_PROF, max(seconds, 0.001))
            reply.value = function(*arguments)
            reply.seconds = time.process_time() - before
            data = pickle.dumps(reply)
        except MemoryError:
            reply, data = _Reply(out_of_memory=True, last=True), b""
        except Exception as error:
            said = f"{type(error).__name__}: {error}"[:500]
            reply, data = _Reply(error=said, trace=traceback.format_exc()[-10_000:]), b""
        reply.last = reply.last or _memory() > _KEPT_MEMORY
        if not data or reply.last or logged.found:
            reply.logged = logged.found
            data = pickle.dumps(reply)
        signal.setitimer(signal.ITIMER_PROF, 0)
        connection.send_bytes(data)


def _memory() -> int:
    """Return how many bytes this process holds; the peak would be that of the owner before it."""
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * resource.getpagesize()


def _main() -> None:
    for kind, limit in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
    ):
        resource.setrlimit(kind, (limit, limit))
    logged = _Collected()
    logging.getLogger().addHandler(logged)
    _serve(Connection(int(sys.argv[1])), logged)


if __name__ == "__main__":
    # By its name, so that what is pickled here is of the module that the owner knows.
    from graders import bounded

    bounded._main()
