"""Everything ends when it should, however its owner ends."""

import asyncio
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest
from running import session, supervisor, vanish

from graders.kernels import Template, template

OWNER = """
import asyncio, os, psutil, sys, time
from graders.kernels import Level, Template
template = Template(imports=(), highest=Level(sys.argv[1]))
async def start():
    manager = template.kernel_manager()
    await manager.start_kernel()
    client = manager.client()
    client.start_channels()
    await client.wait_for_ready(timeout=30)
    await client.execute_interactive("import subprocess; _ = subprocess.Popen(['sleep', '600'])")
    pids = [child.pid for child in psutil.Process().children(recursive=True)]
    print(template._folder, *pids, flush=True)
    time.sleep(600)
asyncio.run(start())
"""

DAEMON = """
import os, signal, subprocess
if os.fork() == 0:
    os.setsid()
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    subprocess.Popen(["sleep", "600"])
    signal.pause()
"""


async def family(owner: Template, kernel: int) -> list[int]:
    """Return the processes of a sandbox, once the daemon and its child are among them."""
    beside = supervisor(owner, kernel)
    left: set[int] = set()
    for _ in range(300):
        # The kernel may be a child of the template's.
        left = {kernel, *(child.pid for child in beside.children(recursive=True))}
        left |= {child.pid for child in psutil.Process(kernel).children(recursive=True)}
        if len(left) >= 3:
            break
        await asyncio.sleep(0.1)
    return left


def test_a_daemon_ends_with_its_kernel(template):
    async def leave_daemon():
        async with session(template) as kernel:
            await kernel.run(DAEMON)
            return await family(template, kernel.manager.provisioner.pid)

    left = asyncio.run(leave_daemon())
    assert len(left) >= 3
    assert not any(psutil.pid_exists(pid) for pid in left)


def test_a_daemon_ends_when_its_kernel_dies(template):
    async def die():
        async with session(template) as kernel:
            await kernel.run(DAEMON)
            left = await family(template, kernel.manager.provisioner.pid)
            kernel.client.execute("os._exit(0)")
            await kernel.death()
            return left

    left = asyncio.run(die())
    assert len(left) >= 3
    assert not any(psutil.pid_exists(pid) for pid in left)


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_everything_ends_with_the_owner(template, number):
    command = [sys.executable, "-c", OWNER, template.level]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as owner:
        try:
            folder, *pids = owner.stdout.readline().split()
            pids = [int(pid) for pid in pids]
        finally:
            owner.send_signal(number)
    assert len(pids) >= 4  # the template, a supervisor, the kernel, its program
    assert vanish(pids)
    assert not Path(folder).exists()


def test_a_kernel_ends_with_its_supervisor(template):
    async def kill():
        async with session(template) as kernel:
            pid = kernel.manager.provisioner.pid
            supervisor(template, pid).kill()
            assert await kernel.death() == -signal.SIGKILL
            return pid

    assert vanish([asyncio.run(kill())])


def test_the_template_of_a_process_is_one_and_is_replaced_when_it_died():
    first = template(allow_unsafe=True)
    assert template(allow_unsafe=True) is first
    first._process.kill()
    first._process.wait()
    second = template(allow_unsafe=True)
    assert second is not first
    assert second.alive


def test_a_closed_template_is_gone_with_all_that_came_of_it():
    bare = Template(imports=(), allow_unsafe=True)
    pid, folder = bare._process.pid, Path(bare._folder)
    judge = bare.judge()
    bare.close()
    assert judge.poll() is not None
    assert not folder.exists()
    assert not psutil.pid_exists(pid)
    assert bare._process.returncode == 0
