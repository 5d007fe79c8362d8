"""One sandboxed process as its owner sees it."""

import contextlib
import json
import select
import signal
import socket
import time
from collections.abc import Callable
from typing import Any

import psutil

from graders.execute.sandbox import workspace
from graders.execute.sandbox.supervisor import MESSAGE_SIZE


class SandboxFailed(RuntimeError):
    """A sandbox could not be started."""


class SandboxedProcess:
    """One sandboxed process, by way of its supervisor, to which `channel` leads.

    The folder of its sandbox, `private`, is removed with it.

    Attributes
    ----------
    socket : socket.socket
        To the program.
    pid : int or None
        The process, by its number on this machine.
    returncode : int or None
        As of `subprocess.Popen`; None while it runs.
    reason : str or None
        Why it was ended, if a limit was the reason: ``"memory"`` or ``"files"``.
    """

    def __init__(self, channel: socket.socket, connection: socket.socket, private: str):
        self._channel = channel
        self.socket = connection
        self._private = private
        self.pid: int | None = None
        self.returncode: int | None = None
        self.reason: str | None = None
        self._ready = False
        self._signals = 0

    def poll(self) -> int | None:
        """Return the exit code, None while the program runs."""
        self._receive(0)
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Wait for the end and return the exit code.

        Raises
        ------
        TimeoutError
            If it has not ended after `timeout` seconds.
        """
        self._until(lambda: self.returncode is not None, timeout)
        return self.returncode or 0

    def wait_until_ready(self, timeout: float = 60) -> None:
        """Wait until the program serves.

        Raises
        ------
        SandboxFailed
            If it does not come to that.
        """
        self._until(lambda: self._ready or self.returncode is not None, timeout)
        if not self._ready:
            raise SandboxFailed(f"the program ended with exit code {self.returncode}")

    def processor_time(self) -> float:
        """Return the seconds of processor time of the program and of its children that ended.

        They are 0 when it has ended itself.
        """
        try:
            return sum(psutil.Process(self.pid).cpu_times()[:4]) if self.pid else 0.0
        except psutil.Error:
            return 0.0

    def send_signal(self, number: int, timeout: float = 10) -> None:
        """Send a signal to the program and its process group; return when it is sent.

        Raises
        ------
        TimeoutError
        """
        before = self._signals
        self._order(number)
        self._until(lambda: self._signals > before or self.returncode is not None, timeout)

    def kill(self) -> None:
        """End the program and everything else in its sandbox."""
        self._order(signal.SIGKILL)

    def close(self) -> None:
        """End everything in the sandbox, if it still runs, and remove its folders."""
        self.socket.close()
        self.kill()
        with contextlib.suppress(TimeoutError, SandboxFailed):
            self.wait(10)
        self._channel.close()
        workspace.remove(self._private)

    def _order(self, number: int) -> None:
        with contextlib.suppress(OSError):
            self._channel.send(json.dumps({"signal": number}).encode())

    def _until(self, condition: Callable[[], bool], timeout: float | None) -> None:
        end = None if timeout is None else time.monotonic() + timeout
        while not condition():
            left = None if end is None else max(0, end - time.monotonic())
            if not self._receive(left) and left == 0:
                raise TimeoutError(f"no answer from the sandbox in {timeout} s")

    def _receive(self, timeout: float | None) -> bool:
        """Take in what the supervisor says, waiting up to `timeout`; return whether it did."""
        if self.returncode is not None:
            return True
        if timeout != 0 and not select.select([self._channel], [], [], timeout)[0]:
            return False
        try:
            packet = self._channel.recv(MESSAGE_SIZE, socket.MSG_DONTWAIT)
        except BlockingIOError:  # nothing there, or another thread took it in
            return False
        except OSError:
            packet = b""
        if not packet and self.returncode is not None:
            return True
        gone = {"exit": -signal.SIGKILL, "reason": None}
        message: dict[str, Any] = json.loads(packet) if packet else gone
        if "error" in message:
            raise SandboxFailed(message["error"])
        self.pid = message.get("pid", self.pid)
        self._signals += "sent" in message
        self._ready = message.get("ready", self._ready)
        self.reason = message.get("reason", self.reason)
        self.returncode = message.get("exit", self.returncode)
        return True
