"""Starts kernels for the tests, and runs code in them."""

import asyncio
import contextlib
import os
import time

import psutil

from graders.kernels import Level


class Session:
    """A kernel with a client connected to it."""

    def __init__(self, manager, client):
        self.manager = manager
        self.client = client

    async def run(self, code: str, timeout: float = 30) -> str:
        """Run code; return what it printed, shown results and errors in plain text included."""
        parts = []

        def collect(message):
            content = message["content"]
            if message["msg_type"] == "stream":
                parts.append(content["text"])
            elif message["msg_type"] == "execute_result":
                parts.append(content["data"]["text/plain"])
            elif message["msg_type"] == "error":
                parts.append(f"{content['ename']}: {content['evalue']}")

        await self.client.execute_interactive(code, timeout=timeout, output_hook=collect)
        return "".join(parts).strip()

    async def death(self, timeout: float = 20) -> int:
        """Wait until the kernel has ended; return its exit code."""
        async with asyncio.timeout(timeout):
            while await self.manager.is_alive():
                await asyncio.sleep(0.05)
        return await self.manager.provisioner.poll()


@contextlib.asynccontextmanager
async def session(template, **options):
    """Start a kernel of the template's and connect to it."""
    manager = template.kernel_manager(**options)
    await manager.start_kernel()
    client = manager.client()
    client.start_channels()
    try:
        await client.wait_for_ready(timeout=30)
        yield Session(manager, client)
    finally:
        client.stop_channels()
        await manager.shutdown_kernel(now=True)


def run(template, code: str, **options) -> str:
    """Run code in a kernel of its own; return what it printed."""

    async def once():
        async with session(template, **options) as kernel:
            return await kernel.run(code)

    return asyncio.run(once())


def companions(pid: int) -> list[psutil.Process]:
    """Return the processes of a sandbox with a process table of its own, process 1 first."""
    table = os.stat(f"/proc/{pid}/ns/pid").st_ino
    found = []
    for process in psutil.process_iter():
        with contextlib.suppress(OSError):
            if os.stat(f"/proc/{process.pid}/ns/pid").st_ino == table:
                found.append(process)
    return sorted(found, key=lambda process: _number_inside(process.pid))


def _number_inside(pid: int) -> int:
    with open(f"/proc/{pid}/status") as status:
        (line,) = (line for line in status if line.startswith("NSpid:"))
    return int(line.split()[-1])


def supervisor(template, pid: int) -> psutil.Process:
    """Return the process beside the sandbox that the process `pid` is in."""
    first = companions(pid)[0] if template.level == Level.NAMESPACES else psutil.Process(pid)
    return first.parent()


def vanish(pids: list[int], timeout: float = 20) -> bool:
    """Wait until none of the processes exists; return whether that came true."""
    end = time.monotonic() + timeout
    while time.monotonic() < end:
        if not any(psutil.pid_exists(pid) for pid in pids):
            return True
        time.sleep(0.05)
    return False
