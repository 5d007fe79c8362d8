"""The process beside each sandbox: starts it, passes signals on, watches it and ends it.

It runs no student code and speaks with the owner of the sandbox over a socket of their own. When
the owner closes that socket, or dies, everything in the sandbox ends.
"""

import contextlib
import json
import os
import select
import signal
import socket
import traceback

from graders.kernels import forker, inside
from graders.kernels.limits import Limits
from graders.kernels.sandbox import KINDS, Level
from graders.kernels.watch import Watch, memory_of

MESSAGE_SIZE = 2**16


def supervise(channel: socket.socket, level: Level, template: socket.socket | None = None) -> None:
    """Serve one sandbox from its request to its end.

    Parameters
    ----------
    channel : socket.socket
        To the owner.
    level : Level
    template : socket.socket, optional
        Where the template is asked for a fork; otherwise this process is one, and forks itself.

    Notes
    -----

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
        _Supervisor(channel, level, template, json.loads(message), fds).run()
    except Exception:
        _send(channel, error=traceback.format_exc(limit=-3))


def _send(channel: socket.socket, **message) -> None:
    with contextlib.suppress(OSError):  # the owner is gone, and with it who would want to know
        channel.send(json.dumps(message).encode())


class _Supervisor:
    def __init__(
        self,
        channel: socket.socket,
        level: Level,
        template: socket.socket | None,
        request: dict,
        fds: list[int],
    ):
        self._channel = channel
        self._reason: str | None = None
        inherited = memory_of("self")
        limits = Limits(**request["limits"])
        self._sandbox = KINDS[level](request["private"], request["files"], limits)
        self._report, report = os.pipe()
        fds = [*fds, report]
        if template is None:
            self._program = forker.fork_here(self._sandbox, request, fds, inherited)
        else:
            self._program = forker.fork_template(template, self._sandbox, request, fds)
        for fd in fds:
            os.close(fd)
        self._watch = Watch(self._sandbox, self._program.inherited)
        _send(channel, pid=self._program.pid)

    def run(self) -> None:
        try:
            self._watch_until(self._program.ended)
        finally:
            code = self._end()
        _send(self._channel, exit=code, reason=self._reason)

    def _watch_until(self, ended: int) -> None:
        poll = select.poll()
        for fd in (ended, self._channel.fileno(), self._report):
            poll.register(fd, select.POLLIN)
        alive = True
        while alive:
            happened = {fd for fd, _ in poll.poll(1000 * self._watch.pause)}
            if self._report in happened:
                poll.unregister(self._report)
                self._pass_on_report()
            if self._channel.fileno() in happened:
                alive = self._obey()
            if not happened:
                self._reason = self._watch.excess()
                alive = self._reason is None
            alive = alive and ended not in happened

    def _end(self) -> int:
        """End the sandbox; return the exit code of its first program."""
        with contextlib.suppress(ProcessLookupError):
            signal.pidfd_send_signal(self._program.ended, signal.SIGKILL)
        code = self._program.wait()
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
            os.killpg(self._program.pid, number)
        return True
