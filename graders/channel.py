"""Requests to a running kernel, one at a time, from a grader that trusts nothing it sends.

Cells are run by the Jupyter protocol. Calls of the student's functions, of which a submission has
hundreds, go over a socket of their own: a call by the protocol costs the kernel a millisecond, and
brings an array back as text.

Nothing of jupyter_client is used here, which would take half of a worker's time; and nothing else
happens during a request, so there is no event loop either.
"""

import hmac
import json
import os
import secrets
import select
import signal
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import zmq

from graders import frames
from graders.kernels import Child, Limits, Template

MAX_QUEUED = 8
POLL = 0.25
# Seconds in which most cells have run.
SOON = 0.02
BEGIN = "__import__('graders.student', fromlist=['begin']).begin()"

_DELIMITER = b"<IDS|MSG>"

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
    template : graders.kernels.Template
        What it is forked from.
    files : Path or None
        The folder whose files it finds in its working folder.
    limits : graders.kernels.Limits
    """

    def __init__(self, template: Template, files: Path | None, limits: Limits):
        self._template = template
        self._files = files
        self._limits = limits
        self._child: Child | None = None
        self._calls: socket.socket | None = None
        self._shell: zmq.Socket
        self._iopub: zmq.Socket
        self._watched: list[tuple[zmq.Socket, zmq.Socket]] = []
        self._poller = zmq.Poller()
        self._soon = select.poll()
        self._name = secrets.token_hex(16)
        self._key = secrets.token_hex(32)
        self._asked = self._number = 0
        self._in_step = True
        self._cpu_at_start = 0.0

    def begin(self, limit: float) -> None:
        """Start the kernel and wait until it answers.

        Raises
        ------
        RuntimeError
            If it does not.
        """
        self._start(limit)
        ends = time.monotonic() + limit
        try:
            while time.monotonic() < ends:
                asked = self._ask("kernel_info_request", {})
                with suppress(TimeoutError):
                    # Both channels have to be connected, or the first output is missed.
                    if self._answer(asked, 1, keep=lambda *_: None, grace=0.2)[1]:
                        # Before any cell of the student's, so that it holds what was there first.
                        self.request("", limit, question=BEGIN)
                        self._cpu_at_start = self._child.processor_time()
                        return
        except Dead:
            code, reason = self._child.poll(), self._child.reason
            raise RuntimeError(f"a kernel ended at its start: {code}, {reason}") from None
        raise RuntimeError(f"a kernel did not answer within {limit:g} s")

    def _start(self, limit: float) -> None:
        private = self._template.private_folder()
        path = os.path.join(private, "sockets", "k")
        ports = {"shell": 1, "iopub": 2, "stdin": 3, "hb": 4, "control": 5}
        connection = {
            "transport": "ipc",
            "ip": path,
            **{f"{name}_port": port for name, port in ports.items()},
            "signature_scheme": "hmac-sha256",
            "key": self._key,
        }
        request = {"program": "kernel", "connection": connection, "arguments": []}
        self._calls, theirs = socket.socketpair()
        self._soon.register(self._calls, select.POLLIN)
        with theirs:
            self._child = self._template.start(
                Child, request, self._limits, private=private, files=self._files, fds=[theirs]
            )
        self._child.wait_until_ready(limit)
        self._shell = self._connected(zmq.DEALER, f"ipc://{path}-{ports['shell']}")
        self._iopub = self._connected(zmq.SUB, f"ipc://{path}-{ports['iopub']}")
        self._iopub.subscribe(b"")

    def _connected(self, kind: int, address: str) -> zmq.Socket:
        source = zmq.Context.instance().socket(kind)
        source.linger = 0
        source.maxmsgsize = self._limits.message_size
        source.rcvhwm = MAX_QUEUED  # a kernel is made to wait, or to keep its flood
        monitor = source.get_monitor_socket(zmq.EVENT_DISCONNECTED)
        for part in (source, monitor):
            self._poller.register(part, zmq.POLLIN)
        self._watched.append((source, monitor))
        source.connect(address)
        return source

    def cpu(self) -> float:
        """Return the seconds of processor time taken since the start; 0 if it has ended."""
        taken = self._child.processor_time() if self._child is not None else 0.0
        return max(taken - self._cpu_at_start, 0.0)

    def alive(self) -> bool:
        """Whether the process is there."""
        return self._child.poll() is None

    def request(
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
        content = {
            "code": code,
            "silent": keep is None,
            "store_history": keep is not None,
            "user_expressions": {"reply": question} if question else {},
            "allow_stdin": False,
            "stop_on_error": False,
        }
        return self._answer(self._ask("execute_request", content), limit, keep, grace)[0]

    def _ask(self, kind: str, content: dict) -> str:
        """Send a message of the Jupyter protocol; return what the answers to it are known by."""
        self._asked += 1
        header = {
            "msg_id": f"{self._name}_{self._asked}",
            "msg_type": kind,
            "username": "grader",
            "session": self._name,
            "date": datetime.now(UTC).isoformat(),
            "version": "5.3",
        }
        parts = [json.dumps(part).encode() for part in (header, {}, {}, content)]
        signature = hmac.digest(self._key.encode(), b"".join(parts), "sha256").hex().encode()
        self._shell.send_multipart([_DELIMITER, signature, *parts], zmq.NOBLOCK)
        return header["msg_id"]

    def _answer(
        self, asked: str, limit: float, keep: Keep | None, grace: float
    ) -> tuple[dict, bool]:
        """Return the reply to a message, and whether the end of its output came, too."""
        ends = time.monotonic() + limit
        reply = None
        idle = False
        # Not woken by each message before the reply, if that comes soon.
        self._shell.poll(1000 * min(SOON, limit))
        while reply is None or not (idle or keep is None):
            left = ends - time.monotonic()
            if left <= 0:
                if reply is not None:
                    break  # the mark of the end of the output was lost
                raise TimeoutError
            for source in self._heard(left):
                parts = source.recv_multipart(zmq.NOBLOCK)
                if keep is None and source is self._iopub:
                    continue
                kind, content = _parse(parts, asked)
                if kind in ("execute_reply", "kernel_info_reply"):
                    reply, ends = content, time.monotonic() + grace
                elif content.get("execution_state") == "idle":
                    idle = True
                elif kind and keep is not None:
                    keep(kind, content)
        return reply, idle

    def call(self, request: dict, arguments: bytes | bytearray, limit: float) -> bytearray:
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
            # A message that was begun and not ended leaves the next one without a beginning.
            self._in_step = False
            frames.send(self._calls, {**request, "number": self._number}, arguments, ends)
            while True:
                self._in_step = True
                self._answered(ends)
                self._in_step = False
                header, reply = frames.receive(self._calls, ends, most=frames.MAX_BODY)
                self._in_step = True
                # Another number is on the reply to a call that was given up.
                if header["number"] == self._number:
                    return reply
        except frames.TooLarge:
            raise Flood from None
        except (EOFError, ConnectionError):
            raise Deaf if self._stays() else Dead from None

    def _answered(self, ends: float) -> None:
        """Wait until something comes in answer to a call."""
        if self._soon.poll(1000 * max(min(POLL, ends - time.monotonic()), 0)):
            return
        self._poller.register(self._calls, zmq.POLLIN)
        try:
            while True:
                left = ends - time.monotonic()
                if left <= 0:
                    raise TimeoutError
                heard = self._heard(left)
                if self._calls.fileno() in heard:
                    return
                for source in heard:
                    source.recv_multipart(zmq.NOBLOCK)
        finally:
            self._poller.unregister(self._calls)

    def _heard(self, seconds: float) -> list[Any]:
        """Wait a little; return the sockets that have something."""
        ready = [source for source, _ in self._poller.poll(min(seconds, POLL) * 1000)]
        if not ready and not self.alive():
            raise Dead
        # A message that is too large is dropped by ZeroMQ, and its connection with it.
        if not {*ready} <= {self._shell, self._iopub, self._calls.fileno()}:
            raise Flood if self._stays() else Dead
        return ready

    def interrupt(self, grace: float) -> bool:
        """Interrupt what runs; return whether the kernel answers again in time."""
        with suppress(Exception):
            self._child.send_signal(signal.SIGINT)
            self.request("", grace, question="None")
            return self._in_step
        return False

    def end(self) -> tuple[int | None, str | None]:
        """End the kernel and everything in it.

        Returns
        -------
        code : int or None
            The exit code, if it had ended by itself.
        reason : str or None
            What limit it was ended for.
        """
        code = reason = None
        if self._child is not None:
            with suppress(Exception):
                code, reason = self._child.poll(), self._child.reason
            with suppress(Exception):
                self._child.close()
        for source, monitor in self._watched:
            # First of all nothing more is to be told: ZeroMQ would wait, with all its other
            # connections, for somebody to tell it to.
            source.disable_monitor()
            monitor.close()
            source.close()
        if self._calls is not None:
            self._calls.close()
        return code, reason

    def _stays(self) -> bool:
        """Whether the kernel goes on though a connection was lost, which its end may have done."""
        for _ in range(10):
            if not self.alive():
                return False
            time.sleep(0.05)
        return True


def _parse(parts: list[bytes], asked: str) -> tuple[str, dict]:
    """Return type and content of a message, both empty if it is no answer to what was asked.

    The signature is left alone: the kernel has the key, and is trusted no more with it.
    """
    start = parts.index(_DELIMITER) + 2
    header, parent, _, content = parts[start : start + 4]
    if _loads(parent).get("msg_id") != asked:
        return "", {}
    return _loads(header)["msg_type"], _loads(content)


def _loads(part: bytes) -> Any:
    return json.loads(part.decode("utf-8", "surrogatepass"))
