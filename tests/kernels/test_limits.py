"""What a sandbox uses up is its own loss."""

import asyncio
import os

import psutil
from running import run, session

from graders.kernels import Level, Limits

MiB = 2**20


def test_more_memory_than_allowed_is_a_memory_error(template):
    code = "bytearray(2 ** 30)"
    assert run(template, code, limits=Limits(memory=512 * MiB)).startswith("MemoryError")


def test_a_kernel_goes_on_after_a_memory_error(template):
    async def ask_for_too_much():
        async with session(template, limits=Limits(memory=512 * MiB)) as kernel:
            await kernel.run("bytearray(2 ** 30)")
            return await kernel.run("1 + 1")

    assert asyncio.run(ask_for_too_much()) == "2"


def test_processes_that_hold_too_much_together_are_ended_with_the_reason(template):
    code = """
    import os, time
    for _ in range(8):
        if os.fork() == 0:
            held = bytearray(os.urandom(1)) * 2**27
            time.sleep(60)
    """

    async def hold():
        async with session(template, limits=Limits(memory=512 * MiB)) as kernel:
            kernel.client.execute(code)
            await kernel.death()
            return kernel.manager.provisioner.reason

    assert asyncio.run(hold()) == "memory"


def test_a_fork_bomb_stays_in_its_kernel(template):
    bomb = """
    import os
    while True:
        try:
            os.fork()
        except OSError:
            pass
    """

    async def explode():
        async with (
            session(template, limits=Limits(processes=32)) as kernel,
            session(template, limits=Limits(processes=32)) as other,
        ):
            kernel.client.execute(bomb)
            await asyncio.sleep(1)
            return await other.run("import os; os.waitpid(os.fork() or os._exit(7), 0)[1] >> 8")

    assert asyncio.run(explode()) == "7"


def test_files_are_limited_in_size_and_number(template):
    code = """
    for n in range(10_000):
        open(f"{n}", "w").close()
    """.replace("\n    ", "\n")

    async def litter():
        async with session(template, limits=Limits(files=500)) as kernel:
            if template.level is Level.NAMESPACES:
                return await kernel.run(code)
            kernel.client.execute(code + "import time; time.sleep(60)")
            await kernel.death()
            return kernel.manager.provisioner.reason

    assert asyncio.run(litter()).startswith(("OSError: [Errno 28]", "files"))
    large = "open('large', 'wb').write(bytes(2**21))"
    assert run(template, large, limits=Limits(file_size=MiB)).startswith("OSError: [Errno 27]")


def test_a_folder_in_a_folder_a_thousand_times_is_no_hiding_place(template):
    dig = """
    import os, time
    for _ in range(3000):
        os.mkdir("in" * 40)
        os.chdir("in" * 40)
    with open("large", "wb") as file:
        for _ in range(64):
            file.write(bytes(2**20))
    time.sleep(60)
    """

    async def hide():
        async with session(template, limits=Limits(tmp_size=32 * MiB)) as kernel:
            if template.level is Level.NAMESPACES:
                return await kernel.run(dig), os.path.dirname(kernel.manager.ip)
            kernel.client.execute(dig)
            await kernel.death()
            return kernel.manager.provisioner.reason, os.path.dirname(kernel.manager.ip)

    outcome, folder = asyncio.run(hide())
    assert outcome.startswith(("OSError: [Errno 28]", "files"))
    assert not os.path.exists(folder)


def test_a_flood_of_output_does_not_fill_the_graders_memory(template):
    flood = """
    import time
    for _ in range(200):
        get_ipython().display_pub.publish({"text/plain": "x" * 2**24})
    """

    async def drown():
        before = psutil.Process().memory_info().rss
        async with session(template, limits=Limits(memory=512 * MiB)) as kernel:
            kernel.client.execute(flood)
            await asyncio.sleep(3)  # and nobody reads
            return psutil.Process().memory_info().rss - before

    assert asyncio.run(drown()) < 400 * MiB


def test_a_flood_of_print_is_noticed(template):
    async def print_without_end():
        async with session(template) as kernel:
            kernel.client.execute("while True: print('x' * 1_000_000)")
            received = 0
            while received < 20 * MiB:
                message = await kernel.client.get_iopub_msg(timeout=10)
                if message["msg_type"] == "stream":
                    assert len(message["content"]["text"]) <= 2 * MiB
                    received += len(message["content"]["text"])

    asyncio.run(print_without_end())


def test_what_is_printed_arrives_in_full_and_in_order(template):
    printed = run(template, "for n in range(60): print(n, 'é' * 100_000)")
    assert printed == "\n".join(f"{n} {'é' * 100_000}" for n in range(60))
