"""Requests to a running kernel, one at a time, from a grader that trusts nothing it sends.

Cells are run by the Jupyter protocol. Calls of the student's functions, of which a submission has
hundreds, go over a socket of their own: a call by the protocol costs the kernel a millisecond, and
brings an array back as text.
"""

import asyncio
import json
import select
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from queue import Empty
from typing import Any

import psutil
import zmq
from jupyter_client.session import DELIM

from graders import frames, wire

MAX_QUEUED = 20
POLL = 0.25
# Seconds in which most calls have returned.
SOON = 0.02
BEGIN = "__import__('graders.student', fromlist=['begin']).begin()"

Keep = Callable[[str, dict], None]


class Dead(Exception):
    """The kernel has ended."""


class Deaf(Exception):
    """The kernel has not ended, but nobody answers calls in it any more."""


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
        self._calls: socket.socket
        self._soon = select.poll()
        self._number = 0
        self._in_step = True
        self._cpu_at_start = 0.0

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
        self._calls = self.manager.provisioner.calls
        self._soon.register(self._calls, select.POLLIN)
        self._shell = zmq.Socket.shadow(client.shell_channel.socket)
        self._iopub = zmq.Socket.shadow(client.iopub_channel.socket)
        for source in (self._shell, self._iopub):
            self._poller.register(source, zmq.POLLIN)
            self._poller.register(source.get_monitor_socket(zmq.EVENT_DISCONNECTED), zmq.POLLIN)
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
        asked = self._client.execute(
            code,
            silent=keep is None,
            store_history=keep is not None,
            user_expressions={"reply": question} if question else {},
            allow_stdin=False,
            stop_on_error=False,
        )
        ends = time.monotonic() + limit
        reply = None
        idle = keep is None
        while reply is None or not idle:
            left = ends - time.monotonic()
            if left <= 0:
                if reply is not None:
                    break  # the mark of the end of the output was lost
                raise TimeoutError
            for source in await self._heard(left):
                parts = source.recv_multipart(zmq.NOBLOCK)
                if keep is None and source is self._iopub:
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

    async def call(self, request: dict, arguments: bytes | bytearray, limit: float) -> bytearray:
        """Have a call carried out by `graders.student`; what it prints is thrown away.

        Parameters
        ----------
        request : dict
        arguments : bytes
            As `graders.judge.Trial.ask` makes them.
        limit : float
            Seconds that it may take.

        Returns
        -------
        bytearray
            The encoded reply, which may be anything.

        Raises
        ------
        TimeoutError, Dead, Deaf, Flood
        """
        ends = time.monotonic() + limit
        self._number += 1
        try:
            with self._whole_message():
                self._calls.settimeout(limit)
                frames.send(self._calls, {**request, "number": self._number}, arguments)
            while True:
                await self._answered(ends)
                with self._whole_message():
                    header, reply = frames.receive(self._calls, ends, most=wire.MAX_BYTES)
                # Another number is on the reply to a call that was given up.
                if header["number"] == self._number:
                    return reply
        except frames.TooLarge:
            raise Flood from None
        except (EOFError, ConnectionError):
            raise Deaf if await self._stays() else Dead from None

    @contextmanager
    def _whole_message(self) -> Iterator[None]:
        """Note when a message was begun and not ended: then the next one has no beginning."""
        self._in_step = False
        yield
        self._in_step = True

    async def _answered(self, ends: float) -> None:
        """Wait until something comes in answer to a call."""
        if self._soon.poll(1000 * SOON):
            return
        self._poller.register(self._calls, zmq.POLLIN)
        try:
            while True:
                left = ends - time.monotonic()
                if left <= 0:
                    raise TimeoutError
                heard = await self._heard(left)
                if self._calls.fileno() in heard:
                    return
                for source in heard:
                    source.recv_multipart(zmq.NOBLOCK)
        finally:
            self._poller.unregister(self._calls)

    async def _heard(self, seconds: float) -> list[Any]:
        """Wait a little; return the sockets that have something."""
        ready = [source for source, _ in self._poller.poll(min(seconds, POLL) * 1000)]
        if not ready and not await self.alive():
            raise Dead
        # A message that is too large is dropped by ZeroMQ, and its connection with it.
        if not {*ready} <= {self._shell, self._iopub, self._calls.fileno()}:
            raise Flood if await self._stays() else Dead
        return ready

    async def interrupt(self, grace: float) -> bool:
        """Interrupt what runs; return whether the kernel answers again in time."""
        with suppress(Exception):
            await self.manager.interrupt_kernel()
            await self.request("", grace, question="None")
            return self._in_step
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

    async def _stays(self) -> bool:
        """Whether the kernel goes on though a connection was lost, which its end may have done."""
        for _ in range(10):
            if not await self.alive():
                return False
            await asyncio.sleep(0.05)
        return True


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
