"""One sandboxed process as its owner sees it."""

import contextlib
import json
import os
import select
import signal
import socket
import time
from collections.abc import Callable
from typing import Any

from graders.execute.sandbox import workspace
from graders.execute.sandbox.meter import Usage
from graders.execute.sandbox.supervisor import MESSAGE_SIZE

# Seconds for our own code to start a process and to answer, on a machine that is busy with other
# things. Who waits in vain that long has a machine that is out of order.
START, ANSWER = 600.0, 120.0


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
    used : Usage
        What the sandbox's processes had used when that was last asked for, or when it ended. Of
        the start there is only its time, as time waited for us.
    """

    def __init__(self, channel: socket.socket, connection: socket.socket, private: str):
        self._channel = channel
        self.socket = connection
        self._private = private
        self.pid: int | None = None
        self.returncode: int | None = None
        self.reason: str | None = None
        self._made = time.monotonic()
        self._used = self._used_at_start = Usage()
        self._ready = self._ending = False
        self._signals = self._answers = 0

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

    def wait_until_ready(self, timeout: float = START) -> None:
        """Wait until the program serves.

        Raises
        ------
        SandboxFailed
            If it does not come to that.
        """
        try:
            self._until(lambda: self._ready or self.returncode is not None, timeout)
        except TimeoutError:
            raise SandboxFailed(f"the program did not start within {timeout:g} s") from None
        if not self._ready:
            raise SandboxFailed(f"the program ended with exit code {self.returncode}")
        self._used_at_start = self._used.minus(Usage(0.0, time.monotonic() - self._made))

    @property
    def used(self) -> Usage:
        return self._used.minus(self._used_at_start)

    def usage(self) -> Usage:
        """Return `used` as it is now.

        Raises
        ------
        SandboxFailed
            If the supervisor does not answer.
        """
        before = self._answers
        self._order(usage=True)
        try:
            self._until(lambda: self._answers > before or self.returncode is not None, ANSWER)
        except TimeoutError:
            raise SandboxFailed(f"the supervisor did not answer within {ANSWER:g} s") from None
        return self.used

    def threads(self) -> int:
        """Return how many threads the program has; none when it has ended."""
        with contextlib.suppress(OSError):
            return len(os.listdir(f"/proc/{self.pid}/task"))
        return 0

    def has_ended(self, timeout: float) -> bool:
        """Whether the program has ended, or does so within some seconds.

        One that has begun to end is waited for: on a busy machine it takes a while.
        """
        self.usage()
        with contextlib.suppress(TimeoutError):
            self.wait(ANSWER if self._ending else timeout)
        return self.returncode is not None

    def send_signal(self, number: int, timeout: float = ANSWER) -> None:
        """Send a signal to the program and its process group; return when it is sent.

        Raises
        ------
        TimeoutError
        """
        before = self._signals
        self._order(signal=number)
        self._until(lambda: self._signals > before or self.returncode is not None, timeout)

    def kill(self) -> None:
        """End the program and everything else in its sandbox."""
        self._order(signal=signal.SIGKILL)

    def close(self) -> None:
        """End everything in the sandbox, if it still runs, and remove its folders."""
        self.socket.close()
        self.kill()
        with contextlib.suppress(TimeoutError, SandboxFailed):
            self.wait(ANSWER)
        self._channel.close()
        workspace.remove(self._private)

    def _order(self, **message: Any) -> None:
        with contextlib.suppress(OSError):
            self._channel.send(json.dumps(message).encode())

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
            packet = self._packet()
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
        self._answers += "ending" in message
        self._ending = message.get("ending", self._ending)
        self._used = Usage(*message["usage"]) if "usage" in message else self._used
        self._ready = message.get("ready", self._ready)
        self.reason = message.get("reason", self.reason)
        self.returncode = message.get("exit", self.returncode)
        return True

    def _packet(self) -> bytes:
        try:
            return self._channel.recv(MESSAGE_SIZE, socket.MSG_DONTWAIT)
        except ConnectionResetError:
            # The supervisor has ended with something of ours unread, and Linux says that first; its
            # last words are there all the same.
            return self._channel.recv(MESSAGE_SIZE, socket.MSG_DONTWAIT)
