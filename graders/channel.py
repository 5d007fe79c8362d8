"""Requests to a running kernel, one at a time, from a grader that trusts nothing it sends."""

import asyncio
import json
import time
from collections.abc import Callable
from contextlib import suppress
from queue import Empty
from typing import Any

import psutil
import zmq
from jupyter_client.session import DELIM, protocol_version, utcnow

MAX_QUEUED = 20
POLL = 0.25
# Seconds in which most calls have returned.
SOON = 0.02
BEGIN = "__import__('graders.student', fromlist=['begin']).begin()"

Keep = Callable[[str, dict], None]


class Dead(Exception):
    """The kernel has ended."""


class Flood(Exception):
    """The kernel sent more than anybody will read."""


class Kernel:
    """A kernel.

    Parameters
    ----------
    manager : AsyncKernelManager
        Of a kernel that is not started yet.
    """

    def __init__(self, manager: Any):
        self.manager = manager
        self._client: Any = None
        # Without asyncio, which takes ten times as long: nothing else happens during a request.
        self._poller = zmq.Poller()
        self._shell: zmq.Socket
        self._iopub: zmq.Socket
        self._cpu_at_start = 0.0
        self._date = utcnow().isoformat()

    async def begin(self, limit: float) -> None:
        """Start the kernel and wait until it answers.

        Raises
        ------
        RuntimeError
            If it does not.
        """
        # The size of a message is limited by the manager, their number in the queue here.
        self.manager.context.setsockopt(zmq.RCVHWM, MAX_QUEUED)
        await self.manager.start_kernel()
        client = self._client = self.manager.client()
        client.start_channels(stdin=False, hb=False, control=False)
        self._shell = zmq.Socket.shadow(client.shell_channel.socket)
        self._iopub = zmq.Socket.shadow(client.iopub_channel.socket)
        for socket in (self._shell, self._iopub):
            # A message that is too large is dropped by ZeroMQ, and its connection with it.
            monitor = socket.get_monitor_socket(zmq.EVENT_DISCONNECTED)
            for each in (socket, monitor):
                self._poller.register(each, zmq.POLLIN)
        ends = time.monotonic() + limit
        while time.monotonic() < ends:
            message = client.kernel_info()
            with suppress(Empty):
                # Both channels have to be connected, or the first output is missed.
                while (await client.get_shell_msg(timeout=1))["parent_header"].get(
                    "msg_id"
                ) != message:
                    pass
                await client.get_iopub_msg(timeout=0.2)
                # From now on without asyncio, which does not bear a time limit of the socket.
                self._shell.setsockopt(zmq.RCVTIMEO, round(1000 * SOON))
                # Before any cell of the student's, so that it holds what was there first.
                await self.request("", limit, question=BEGIN)
                self._cpu_at_start = processor_time(self.manager.provisioner.pid)
                return
            if not await self.alive():
                break
        raise RuntimeError("a kernel could not be started")

    def cpu(self) -> float:
        """Return the seconds of processor time taken since the start; 0 if it has ended."""
        return max(processor_time(self.manager.provisioner.pid) - self._cpu_at_start, 0.0)

    async def alive(self) -> bool:
        """Whether the process is there."""
        return await self.manager.provisioner.poll() is None

    async def request(
        self,
        code: str,
        limit: float,
        *,
        question: str | None = None,
        body: bytes | None = None,
        keep: Keep | None = None,
        grace: float = 1.0,
    ) -> dict:
        """Have code run or a question answered.

        Parameters
        ----------
        code : str
        limit : float
            Seconds that it may take.
        question : str, optional
            An expression to evaluate afterwards.
        body : bytes, optional
            Goes with the message as it is.
        keep : callable, optional
            Takes type and content of each output; without it output is thrown away, and the code
            leaves no trace in the history.
        grace : float
            Seconds that the rest of the output may take after the reply.

        Returns
        -------
        dict
            The content of the reply, which may be anything.

        Raises
        ------
        TimeoutError, Dead, Flood
        """
        content = {
            "code": code,
            "silent": keep is None,
            "store_history": keep is not None,
            "user_expressions": {"reply": question} if question else {},
            "allow_stdin": False,
            "stop_on_error": False,
        }
        asked = self._send(content, [] if body is None else [body])
        ends = time.monotonic() + limit
        reply = self._soon(asked) if keep is None else None
        idle = keep is None
        while reply is None or not idle:
            left = ends - time.monotonic()
            if left <= 0:
                if reply is not None:
                    break  # the mark of the end of the output was lost
                raise TimeoutError
            ready = self._poller.poll(min(left, POLL) * 1000)
            if not ready and not await self.alive():
                raise Dead
            for socket, _ in ready:
                if socket not in (self._shell, self._iopub):
                    raise await self._disconnected()
                parts = _receive(socket, zmq.NOBLOCK)
                if keep is None and socket is self._iopub:
                    continue
                header, parent, content = _parse(parts)
                if parent.get("msg_id") != asked:
                    continue
                if header["msg_type"] == "execute_reply":
                    reply, ends = content, time.monotonic() + grace
                elif content.get("execution_state") == "idle":
                    idle = True
                elif keep is not None:
                    keep(header["msg_type"], content)
        return reply

    def _send(self, content: dict, buffers: list[bytes]) -> str:
        """Send a request to execute something and return its identifier.

        `jupyter_client.Session.send` spends longer on what is the same in every request.
        """
        session = self._client.session
        header = {
            "msg_id": session.msg_id,
            "msg_type": "execute_request",
            "username": session.username,
            "session": session.session,
            "date": self._date,
            "version": protocol_version,
        }
        parts = [json.dumps(header).encode(), b"{}", b"{}", json.dumps(content).encode()]
        self._shell.send_multipart([DELIM, session.sign(parts), *parts, *buffers])
        return header["msg_id"]

    def _soon(self, asked: str) -> dict | None:
        """Return the reply to a request if it is the next message and does not take long.

        Saves to poll, and to be woken up by what appears on the other channel, which is thrown
        away here, a few messages at a time.
        """
        with suppress(zmq.Again):
            for _ in range(MAX_QUEUED):
                _receive(self._iopub, zmq.NOBLOCK)
        with suppress(zmq.Again):
            header, parent, content = _parse(_receive(self._shell))
            if parent.get("msg_id") == asked and header["msg_type"] == "execute_reply":
                return content
        return None

    async def interrupt(self, grace: float) -> bool:
        """Interrupt what runs; return whether the kernel answers again in time."""
        with suppress(Exception):
            await self.manager.interrupt_kernel()
            await self.request("", grace, question="None")
            return True
        return False

    async def end(self) -> tuple[int | None, str | None]:
        """End the kernel and everything in it.

        Returns
        -------
        code : int or None
            The exit code, if it had ended by itself.
        reason : str or None
            What limit it was ended for.
        """
        code = reason = None
        with suppress(Exception):
            code = await self.manager.provisioner.poll()
            reason = self.manager.provisioner.reason
        if self._client is not None:
            with suppress(Exception):
                self._client.stop_channels()
        with suppress(Exception):
            await asyncio.wait_for(self.manager.shutdown_kernel(now=True), 10)
        with suppress(Exception):
            self.manager.context.destroy(linger=0)
        return code, reason

    async def _disconnected(self) -> Exception:
        """Say what a lost connection means: a dead kernel, or a message that was too large."""
        for _ in range(10):
            if not await self.alive():
                return Dead()
            await asyncio.sleep(0.05)
        return Flood()


def _receive(socket: zmq.Socket, flags: int = 0) -> list[bytes]:
    """Return the parts of a message.

    `recv_multipart` asks the socket after each part whether there is another.
    """
    frames = [socket.recv(flags, copy=False)]
    while frames[-1].more:
        frames.append(socket.recv(copy=False))
    return [frame.bytes for frame in frames]


def _parse(parts: list[bytes]) -> tuple[dict, dict, dict]:
    """Return the header of a message, the one of its parent, and its content.

    The signature is left alone: the kernel has the key, and is trusted no more with it.
    """
    start = parts.index(DELIM) + 2
    header, parent, _, content = map(json.loads, parts[start : start + 4])
    return header, parent, content


def processor_time(pid: int | None) -> float:
    """Return the seconds of processor time of a process and of its children that ended."""
    try:
        return sum(psutil.Process(pid).cpu_times()[:4]) if pid else 0.0
    except psutil.Error:
        return 0.0
