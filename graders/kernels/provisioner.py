"""Kernels from the template for everything that starts kernels through jupyter_client."""

import asyncio
import contextlib
import os
import queue
import socket
import time
from importlib.metadata import EntryPoint
from pathlib import Path

import zmq.asyncio
from jupyter_client import AsyncKernelClient, AsyncKernelManager
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.provisioning import KernelProvisionerFactory, LocalProvisioner
from traitlets import Any, Bool, Dict, Instance, List, Type, default

from graders.kernels import folders, owner
from graders.kernels.child import Child
from graders.kernels.limits import Limits
from graders.kernels.sandbox import Level, SandboxUnavailable

KERNEL_NAME = "graders-warm"
# The folder for JUPYTER_PATH, or its "kernels" for KernelSpecManager.kernel_dirs.
SPEC_FOLDER = Path(__file__).parent / "spec"

_QUEUE = 8  # messages that wait at the grader's side of each channel
_STARTUP_TIMEOUT, _END_TIMEOUT = 60, 10  # seconds


class WarmProvisioner(LocalProvisioner):
    """Starts a kernel as a sandboxed fork of the template process.

    Where that is impossible, and unsafe kernels are allowed, it starts an ordinary one.
    """

    allow_unsafe = Bool(
        False, config=True, help="Whether to go on where student code cannot be isolated."
    )
    imports = List(
        None,
        allow_none=True,
        config=True,
        help="The modules to import beforehand; by default graders.kernels.owner.IMPORTS.",
    )
    limits = Dict(
        config=True,
        help="Fields of graders.kernels.Limits that differ from their defaults.",
    )

    # Connected to the kernel, for calls that `graders.student` carries out in it.
    calls: socket.socket | None = None

    _child: Child | None = None
    _reason: str | None = None
    _code: int = 0
    _private: str | None = None
    _template: owner.Template | None = None

    @property
    def reason(self) -> str | None:
        """Why the last kernel was ended, if a limit was the reason: "memory" or "files"."""
        return self._child.reason if self._child else self._reason

    @property
    def level(self) -> str:
        """The level of isolation in force."""
        return str(self._template.level) if self._template else str(Level.NONE)

    @property
    def bounds(self) -> Limits:
        """The limits in force."""
        return getattr(self.parent, "limits", None) or Limits(**self.limits)

    @property
    def has_process(self) -> bool:
        """Whether there is a kernel, or one that has not been waited for."""
        return self._child is not None or super().has_process

    async def pre_launch(self, **kwargs) -> dict:
        """Choose the sockets."""
        manager = self.parent
        try:
            self._template = getattr(manager, "template", None) or owner.template(
                imports=self.imports, allow_unsafe=self.allow_unsafe
            )
        except SandboxUnavailable:
            if not self.allow_unsafe:
                raise
            self.log.warning("no warm kernel here: this one starts cold and is NOT ISOLATED")
            return await super().pre_launch(**kwargs)
        if self._template.level is Level.NONE:
            self.log.warning("this kernel is NOT ISOLATED: student code can do what you can")
        if self._private is None:
            self._private = await asyncio.to_thread(self._template.private_folder)
        manager.transport = "ipc"
        manager.ip = os.path.join(self._private, "sockets", "k")
        if manager.client_factory is AsyncKernelClient:
            manager.client_factory = WarmClient
        manager.write_connection_file()
        self.connection_info = manager.get_connection_info()
        self._arguments = kwargs.pop("extra_arguments", [])
        return kwargs | {"cmd": []}

    async def launch_kernel(self, cmd: list[str], **kwargs) -> dict:
        """Fork the kernel and wait until it listens."""
        if self._template is None:
            return await super().launch_kernel(cmd, **kwargs)
        connection = dict(self.connection_info)
        connection["key"] = connection["key"].decode()
        request = {"program": "kernel", "connection": connection, "arguments": self._arguments}
        files = getattr(self.parent, "files", kwargs.get("cwd"))
        try:
            self.calls, theirs = socket.socketpair()
            with theirs:
                self._child = await asyncio.to_thread(
                    self._template.start,
                    Child,
                    request,
                    self.bounds,
                    private=self._private,
                    files=files,
                    fds=[theirs],
                )
            await asyncio.to_thread(self._child.wait_until_ready, _STARTUP_TIMEOUT)
        except BaseException:
            await self.cleanup()
            raise
        self.pid = self._child.pid
        self.cwd = kwargs.get("cwd")
        return self.connection_info

    async def poll(self) -> int | None:
        """Return None while the kernel runs, otherwise its exit code."""
        return await super().poll() if self._template is None else self._exit_code()

    async def wait(self) -> int | None:
        """Wait for the end of the kernel."""
        if self._template is None:
            return await super().wait()
        while (code := self._exit_code()) is None:
            await asyncio.sleep(0.01)
        self._forget_child()
        return code

    async def send_signal(self, signum: int) -> None:
        """Send a signal to the kernel and the programs it started."""
        if self._template is None:
            await super().send_signal(signum)
        elif self._child:
            self._child.send_signal(signum)

    async def kill(self, restart: bool = False) -> None:
        """End the kernel and all that it started."""
        if self._template is None:
            await super().kill(restart)
        elif self._child:
            self._child.kill()
            # Waited for here, where it takes milliseconds: the manager looks every 0.1 s.
            await asyncio.to_thread(self._child.wait, _END_TIMEOUT)

    async def terminate(self, restart: bool = False) -> None:
        """End the kernel and all that it started: it has nothing to tidy up."""
        if self._template is None:
            await super().terminate(restart)
        else:
            await self.kill(restart)

    async def shutdown_requested(self, restart: bool = False) -> None:
        """End the kernel at once: what it would do on a request to end is of no use to anybody."""
        if self._template is not None:
            await self.kill(restart)

    async def cleanup(self, restart: bool = False) -> None:
        """Remove the kernel's folders."""
        if self._template is None:
            await super().cleanup(restart)
            return
        self._forget_child()
        if not restart and self._private:
            folders.remove(self._private)
            self._private = None

    def _exit_code(self) -> int | None:
        return self._child.poll() if self._child else self._code

    def _forget_child(self) -> None:
        if self._child:
            self._child.close(keep_folder=True)
            self._reason, self._code = self._child.reason, self._child.returncode
            self._child = None
        if self.calls:
            self.calls.close()
            self.calls = None


class WarmClient(AsyncKernelClient):
    """A client that takes no message over the limit, and knows that its kernel listens already."""

    def _context_default(self) -> zmq.asyncio.Context:
        context = super()._context_default()
        context.setsockopt(zmq.MAXMSGSIZE, self.parent.provisioner.bounds.message_size)
        context.setsockopt(zmq.RCVHWM, _QUEUE)  # a kernel is made to wait, or to keep its flood
        return context

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Wait until the kernel has answered on the shell channel and is heard on iopub.

        The ordinary method then goes on to wait 0.2 s for a silence on iopub.
        """
        end = float("inf") if timeout is None else time.monotonic() + timeout
        answered = heard = False
        while not (answered and heard):
            if time.monotonic() > end:
                raise RuntimeError(f"kernel did not respond in {timeout} s")
            asked = self.kernel_info()
            answered = await _answers(self.get_shell_msg, asked, "kernel_info_reply")
            heard = await _answers(self.get_iopub_msg, asked, "status", execution_state="idle")


async def _answers(receive, asked: str, kind: str, **content) -> bool:
    """Whether a message of this kind, in answer to `asked`, comes within a second."""
    with contextlib.suppress(queue.Empty):
        while True:
            message = await receive(timeout=1)
            parent = message["parent_header"].get("msg_id")
            if (parent, message["msg_type"]) != (asked, kind):
                continue
            if content.items() <= message["content"].items():
                return True
    return False


class WarmKernelManager(AsyncKernelManager):
    """Manages a kernel that a given template is forked for, in given limits."""

    template = Instance(owner.Template)
    files = Any(None, help="The folder whose files the kernel gets a copy of; none by default.")
    limits = Instance(Limits)
    client_factory = Type(WarmClient, klass=AsyncKernelClient)

    @default("kernel_name")
    def _default_kernel_name(self) -> str:
        return KERNEL_NAME

    @default("kernel_spec_manager")
    def _default_kernel_spec_manager(self) -> KernelSpecManager:
        return KernelSpecManager(kernel_dirs=[str(SPEC_FOLDER / "kernels")])


# Found without being installed as well, as long as this module is imported.
KernelProvisionerFactory.instance().provisioners.setdefault(
    KERNEL_NAME,
    EntryPoint(KERNEL_NAME, f"{__name__}:WarmProvisioner", KernelProvisionerFactory.GROUP_NAME),
)
