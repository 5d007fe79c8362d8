"""What a sandbox uses up is its own loss."""

import os
import time

import psutil
import pytest

from graders.execute.interpreter.client import MAX_OUTPUT, InterpreterDied, OutputLimitExceeded
from graders.execute.sandbox import Level, Limits
from graders.execute.wire.protocol import Stream
from tests.execute.sandbox.running import Session, run, session

MiB = 2**20
# Shows sixteen megabytes again and again.
FLOOD = """
for _ in range(200):
    get_ipython().display_pub.publish({"text/plain": "x" * 2**24})
"""


def test_more_memory_than_allowed_is_a_memory_error(template):
    code = "bytearray(2 ** 30)"
    assert run(template, code, limits=Limits(memory=512 * MiB)).startswith("MemoryError")


def test_a_process_goes_on_after_a_memory_error(template):
    with session(template, limits=Limits(memory=512 * MiB)) as process:
        process.run("bytearray(2 ** 30)")
        assert process.run("1 + 1") == "2"


def test_processes_that_hold_too_much_together_are_ended_with_the_reason(template):
    code = """
    import os, time
    for _ in range(8):
        if os.fork() == 0:
            held = bytearray(os.urandom(1)) * 2**27
            time.sleep(60)
    time.sleep(60)
    """
    with session(template, limits=Limits(memory=512 * MiB)) as process:
        process.death(code)
        assert process.interpreter.reason == "memory"


def test_a_fork_bomb_stays_in_its_sandbox(template):
    bomb = """
    import os
    while True:
        try:
            os.fork()
        except OSError:
            pass
    """
    limits = Limits(processes=32)
    with session(template, limits=limits) as process, session(template, limits=limits) as other:
        process.begin(bomb)
        time.sleep(1)
        code = "import os; os.waitpid(os.fork() or os._exit(7), 0)[1] >> 8"
        assert other.run(code) == "7"


def test_files_are_limited_in_size_and_number(template):
    code = """
for n in range(10_000):
    open(f"{n}", "w").close()
"""
    with session(template, limits=Limits(files=500)) as process:
        assert full(process, code, template.level)
    large = "open('large', 'wb').write(bytes(2**21))"
    assert run(template, large, limits=Limits(file_size=MiB)).startswith("OSError: [Errno 27]")


def test_a_folder_in_a_folder_a_thousand_times_is_no_hiding_place(template):
    dig = """
import os
for _ in range(3000):
    os.mkdir("in" * 40)
    os.chdir("in" * 40)
try:
    with open("large", "wb") as file:
        for _ in range(64):
            file.write(bytes(2**20))
except OSError as error:  # down there a traceback would take minutes
    print(f"OSError: {error}")
"""
    with session(template, limits=Limits(tmp_size=32 * MiB)) as process:
        assert os.path.exists(process.folder)
        assert full(process, dig, template.level)
    assert not os.path.exists(process.folder)


def full(process: Session, code: str, level: Level) -> bool:
    """Run code that writes too much; return whether it was refused, or ended for that reason."""
    if level is not Level.NAMESPACES:
        code += "\nimport time; time.sleep(60)"
    try:
        return process.run(code).startswith("OSError: [Errno 28]")
    except InterpreterDied:
        return process.interpreter.reason == "files"


def test_what_nobody_reads_does_not_fill_the_graders_memory(template):
    before = psutil.Process().memory_info().rss
    with session(template, limits=Limits(memory=512 * MiB)) as process:
        process.begin(FLOOD)
        time.sleep(3)
        assert psutil.Process().memory_info().rss - before < 400 * MiB


def test_a_flood_of_output_ends_the_process_before_the_grader_takes_it(template):
    before = psutil.Process().memory_info().rss
    with session(template, limits=Limits(memory=512 * MiB)) as process:
        with pytest.raises(OutputLimitExceeded):
            process.run(FLOOD)
        assert process.outputs == []
        assert psutil.Process().memory_info().rss - before < 400 * MiB


def test_a_flood_of_print_ends_the_process(template):
    with session(template) as process:
        with pytest.raises(OutputLimitExceeded):
            process.run("while True: print('x' * 1_000_000)")
        assert all(isinstance(sent, Stream) for sent in process.outputs)
        assert MAX_OUTPUT / 2 < len(process.shown()) <= MAX_OUTPUT
        assert max(len(sent.text) for sent in process.outputs) <= 2 * MiB


def test_endless_small_outputs_end_the_process(template):
    code = "from IPython.display import clear_output\nwhile True: clear_output()"
    with session(template) as process:
        with pytest.raises(OutputLimitExceeded):
            process.run(code)
        assert len(process.outputs) < 200_000


def test_what_is_printed_arrives_in_full_and_in_order(template):
    printed = run(template, "for n in range(40): print(n, 'é' * 100_000)")
    assert printed == "\n".join(f"{n} {'é' * 100_000}" for n in range(40))
