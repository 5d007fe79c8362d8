"""The process beside each sandbox: starts it, passes signals on, watches it and ends it.

It is forked from the template, runs no student code and speaks with the owner of the sandbox over
a socket of their own. When the owner closes that socket, or dies, everything in the sandbox ends.
"""

import contextlib
import json
import os
import select
import signal
import socket
import traceback

from graders.kernels import inside
from graders.kernels.limits import Limits
from graders.kernels.sandbox import KINDS, Level
from graders.kernels.watch import Watch, memory_of

MESSAGE_SIZE = 2**16
_WATCH_EVERY = 0.25  # seconds


def supervise(channel: socket.socket, level: Level) -> None:
    """Serve one sandbox from its request to its end.

    Requests and replies are JSON objects, one in each packet of the channel. The owner sends the
    request (see `_Sandbox` in sandbox.py) and then any number of ``{"signal": n}``. The
    answers are ``{"pid": n}``, ``{"ready": true}`` and ``{"exit": code, "reason": text or null}``,
    or ``{"error": text}``.
    """
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    message, fds, _, _ = socket.recv_fds(channel, MESSAGE_SIZE, 1)
    if not message:
        return
    try:
        _Supervisor(channel, level, json.loads(message), fds).run()
    except Exception:
        _send(channel, error=traceback.format_exc(limit=-3))


def _send(channel: socket.socket, **message) -> None:
    with contextlib.suppress(OSError):  # the owner is gone, and with it who would want to know
        channel.send(json.dumps(message).encode())


class _Supervisor:
    def __init__(self, channel: socket.socket, level: Level, request: dict, fds: list[int]):
        self._channel = channel
        self._reason: str | None = None
        inherited = memory_of("self")
        limits = Limits(**request["limits"])
        self._sandbox = KINDS[level](request["private"], request["files"], limits)
        self._watch = Watch(self._sandbox, inherited)
        self._report, report = os.pipe()
        program = inside.Program(request, fds, report)
        self._pid = self._sandbox.start(program.run, kept=[report, *fds])
        os.close(report)
        for fd in fds:
            os.close(fd)
        _send(channel, pid=self._pid)

    def run(self) -> None:
        ended = os.pidfd_open(self._pid)
        try:
            self._watch_until(ended)
        finally:
            code = self._end(ended)
        _send(self._channel, exit=code, reason=self._reason)

    def _watch_until(self, ended: int) -> None:
        poll = select.poll()
        for fd in (ended, self._channel.fileno(), self._report):
            poll.register(fd, select.POLLIN)
        alive = True
        while alive:
            happened = {fd for fd, _ in poll.poll(1000 * _WATCH_EVERY)}
            if self._report in happened:
                poll.unregister(self._report)
                self._pass_on_report()
            if self._channel.fileno() in happened:
                alive = self._obey()
            if not happened:
                self._reason = self._watch.excess()
                alive = self._reason is None
            alive = alive and ended not in happened

    def _end(self, ended: int) -> int:
        """End the sandbox; return the exit code of its first program."""
        if not select.select([ended], [], [], 0)[0]:
            os.kill(self._pid, signal.SIGKILL)
        code = os.waitstatus_to_exitcode(os.waitpid(self._pid, 0)[1])
        self._sandbox.destroy()
        return code

    def _pass_on_report(self) -> None:
        report = os.read(self._report, MESSAGE_SIZE // 2)
        if report == inside.READY:
            self._sandbox.seal()
            _send(self._channel, ready=True)
        elif report:
            _send(self._channel, error=report.decode(errors="replace"))

    def _obey(self) -> bool:
        """Carry out one message of the owner's; return whether to go on."""
        try:
            message = self._channel.recv(MESSAGE_SIZE)
        except ConnectionError:
            message = b""
        if not message:
            return False
        number = json.loads(message)["signal"]
        if number == signal.SIGKILL:
            return False
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._pid, number)
        return True
