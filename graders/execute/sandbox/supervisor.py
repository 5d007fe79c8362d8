"""The process beside each sandbox: starts it, passes signals on, watches it and ends it.

It runs no student code and speaks with the owner of the sandbox over a socket of their own. When
the owner closes that socket, or dies, everything in the sandbox ends.
"""

import contextlib
import functools
import json
import os
import select
import signal
import socket
import time
import traceback
from typing import Any

from graders.execute.sandbox import entry, meter, watchdog
from graders.execute.sandbox.levels import KINDS, Level
from graders.execute.sandbox.limits import Limits

MESSAGE_SIZE = 2**16


def supervise(channel: socket.socket, level: Level) -> None:
    """Serve one sandbox from its request to its end; `channel` leads to the owner.

    Requests and replies are JSON objects, one in each packet of the channel. The owner sends the
    request (see `Template.start`) and then any number of ``{"signal": n}`` and ``{"usage": true}``.
    The answers are ``{"pid": n}``, ``{"ready": true, "usage": …}``, ``{"sent": n}`` when a signal
    is sent, ``{"usage": [cpu, waited], "ending": whether the program is}``, and
    ``{"exit": code, "reason": text or null, "usage": …}``, or ``{"error": text}``.
    """
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    message, fds, _, _ = socket.recv_fds(channel, MESSAGE_SIZE, 1)
    if not message:
        return
    try:
        _Supervisor(channel, level, json.loads(message), fds[0]).run()
    except Exception:
        _send(channel, error=traceback.format_exc(limit=-3))


def _send(channel: socket.socket, **message: Any) -> None:
    with contextlib.suppress(OSError):  # the owner is gone, and with it who would want to know
        channel.send(json.dumps(message).encode())


class _Supervisor:
    def __init__(self, channel: socket.socket, level: Level, request: dict, connection: int):
        self._channel = channel
        self._reason: str | None = None
        self._inside: int | None = None  # the program, as it is numbered inside
        limits = Limits(**request["limits"])
        self._watchdog = watchdog.Watchdog(limits)
        self._meter = self._watchdog.meter
        self._sandbox = KINDS[level](request["private"], request["files"], limits)
        self._report, report = os.pipe()
        program = functools.partial(entry.run, request, connection, report)
        self._pid = self._sandbox.start(program, kept=[connection, report])
        self._ended = os.pidfd_open(self._pid)
        os.close(connection)
        os.close(report)
        _send(channel, pid=self._pid)

    def run(self) -> None:
        try:
            self._watch()
        finally:
            code = self._end()
        _send(self._channel, exit=code, reason=self._reason, usage=self._meter.read([]))

    def _watch(self) -> None:
        """Return when the program has ended or the sandbox is to be."""
        poll = select.poll()
        for fd in (self._ended, self._channel.fileno(), self._report):
            poll.register(fd, select.POLLIN)
        look = time.monotonic() + watchdog.PAUSE
        while self._reason is None:
            happened = {fd for fd, _ in poll.poll(1000 * max(look - time.monotonic(), 0))}
            if self._report in happened:
                poll.unregister(self._report)
                self._pass_on_report()
            if self._channel.fileno() in happened and not self._obey():
                return
            if self._ended in happened:
                return
            if time.monotonic() >= look:
                self._reason = self._watchdog.look(self._sandbox)
                look = time.monotonic() + watchdog.PAUSE

    def _end(self) -> int:
        """End the sandbox; return the exit code of its first program."""
        with contextlib.suppress(ProcessLookupError):
            signal.pidfd_send_signal(self._ended, signal.SIGKILL)
        code = os.waitstatus_to_exitcode(os.waitpid(self._pid, 0)[1])
        self._sandbox.destroy()
        return code

    def _pass_on_report(self) -> None:
        report = os.read(self._report, MESSAGE_SIZE // 2)
        if report.startswith(entry.READY):
            self._inside = int(report.removeprefix(entry.READY))
            self._watchdog.calibrate(self._sandbox, self._inside)
            _send(self._channel, ready=True, usage=self._usage())
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
        order = json.loads(message)
        if "usage" in order:
            _send(self._channel, usage=self._usage(), ending=self._is_ending())
            return True
        number = order["signal"]
        if number == signal.SIGKILL:
            return False
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._pid, number)
        _send(self._channel, sent=number)
        return True

    def _usage(self) -> meter.Usage:
        return self._meter.read(self._sandbox.processes())

    def _is_ending(self) -> bool:
        return self._inside is not None and meter.is_ending_as_a_whole(self._inside)
