"""Everything ends when it should, however its owner ends."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from graders.execute.judge.client import PROGRAM
from graders.execute.sandbox import Template, meter, shared_template
from tests.execute.sandbox.running import session, supervisor, vanish

OWNER = """
import psutil, sys, time
from graders.execute.interpreter.client import Interpreter
from graders.execute.sandbox import Level, Limits, Template
template = Template(imports=(), highest=Level(sys.argv[1]))
interpreter = Interpreter(template, None, Limits())
interpreter.start(30)
interpreter.run("import subprocess; _ = subprocess.Popen(['sleep', '600'])", 30, print)
pids = [child.pid for child in psutil.Process().children(recursive=True)]
print(template._folder, *pids, flush=True)
time.sleep(600)
"""

DAEMON = """
import os, signal, subprocess, threading
if os.fork() == 0:
    os.setpgid(0, 0)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    subprocess.Popen(["sleep", "600"])
    signal.pause()
"""


def family(owner: Template, pid: int) -> list[int]:
    """Return the processes of a sandbox, once the daemon and its child are among them."""
    beside = supervisor(owner, pid)
    left: set[int] = set()
    for _ in range(300):
        left = {pid, *(child.pid for child in beside.children(recursive=True))}
        if len(left) >= 3:
            break
        time.sleep(0.1)
    return left


def test_a_daemon_ends_with_its_process(template):
    with session(template) as process:
        process.run(DAEMON)
        left = family(template, process.pid)
    assert len(left) >= 3
    assert not any(psutil.pid_exists(pid) for pid in left)


def test_a_daemon_ends_when_its_process_dies(template):
    with session(template) as process:
        process.run(DAEMON)
        left = family(template, process.pid)
        # Not while a cell runs: the grader would end what is left of the sandbox itself.
        process.run("threading.Timer(0.2, os._exit, (5,)).start()")
        assert process.process.wait(20) == 5
        assert not any(psutil.pid_exists(pid) for pid in left)
    assert len(left) >= 3


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_everything_ends_with_the_owner(template, number):
    command = [sys.executable, "-c", OWNER, template.level]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as owner:
        try:
            folder, *pids = owner.stdout.readline().split()
            pids = [int(pid) for pid in pids]
        finally:
            owner.send_signal(number)
    assert len(pids) >= 4  # the template, a supervisor, the student's process, its program
    assert vanish(pids)
    assert not Path(folder).exists()


def test_a_process_ends_with_its_supervisor(template):
    with session(template) as process:
        supervisor(template, process.pid).kill()
        assert process.process.wait(20) == -signal.SIGKILL
        assert vanish([process.pid])


def test_the_template_of_a_process_is_one_and_is_replaced_when_it_died():
    first = shared_template(allow_unsafe=True)
    assert shared_template(allow_unsafe=True) is first
    first._process.kill()
    first._process.wait()
    second = shared_template(allow_unsafe=True)
    assert second is not first
    assert second.alive


def test_a_closed_template_is_gone_with_all_that_came_of_it():
    bare = Template(imports=(), allow_unsafe=True)
    pid, folder = bare._process.pid, Path(bare._folder)
    judge = bare.start(PROGRAM)
    bare.close()
    assert judge.poll() is not None
    assert not folder.exists()
    assert not psutil.pid_exists(pid)
    assert bare._process.returncode == 0


def test_a_process_whose_first_thread_alone_has_ended_is_not_waited_for(template):
    code = """
import ctypes, threading, time
threading.Thread(target=time.sleep, args=(600,)).start()
ctypes.CDLL(None).pthread_exit(None)
"""
    with session(template) as process:
        process.begin(code)
        end = time.monotonic() + 30
        while not meter.is_ending(process.pid) and time.monotonic() < end:
            time.sleep(0.01)
        began = time.monotonic()
        assert not process.process.has_ended(0.1)
        assert time.monotonic() - began < 60  # and not as long as one that is ending
