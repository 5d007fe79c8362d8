"""What counts as time: that of processors, whoever takes it, with the clock as a backstop.

Each of these would go on for ever. The limits are tiny; no time is measured here.
"""

import time

import pytest

from graders.execute.budget import Budget, TimeLimitExceeded
from graders.execute.sandbox import Usage
from graders.notebook.results import State
from tests.execute.sandbox.running import session

LIMIT = 0.3
PRELUDE = """
import ctypes, hashlib, os, signal, subprocess, threading, time
def spin(seconds=600):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        pass
def fork(action, *args):
    pid = os.fork()
    if not pid:
        try:
            action(*args)
        finally:
            os._exit(0)
    return pid
def daemon(*args):
    fork(lambda: fork(spin, *args))
    os.wait()
"""

BUSY = {
    "a loop": "spin()",
    "a child, waited for": "os.waitpid(fork(spin), 0)",
    "another program": "subprocess.run(['sh', '-c', 'while :; do :; done'])",
    "a daemon": "daemon()\ntime.sleep(600)",
    "threads": """
def hash():
    while True:
        hashlib.sha256(bytes(10**6))
for _ in range(4):
    threading.Thread(target=hash, daemon=True).start()
time.sleep(600)
""",
    "children, one after the other": "while True: os.waitpid(fork(spin, 0.01), 0)",
    "programs, one after the other": "while True: subprocess.run(['true'])",
    "daemons, one after the other": "while True: daemon(0.01); time.sleep(0.005)",
}

ASLEEP = {
    "sleeps": "time.sleep(600)",
    "waits for a child that sleeps": "os.waitpid(fork(time.sleep, 600), 0)",
    "stops itself": "os.kill(os.getpid(), signal.SIGSTOP)",
    "waits for a child that is stopped": """
child = fork(signal.pause)
os.kill(child, signal.SIGSTOP)
os.waitpid(child, 0)
""",
    "many threads that do next to nothing": """
def doze():
    while True:
        time.sleep(0.05)
for _ in range(30):
    threading.Thread(target=doze, daemon=True).start()
time.sleep(600)
""",
}

# What hides how much it takes, or looks as if others kept it from running.
HIDING = {
    "children that nobody waits for": """
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
while True:
    fork(spin, 0.02)
    time.sleep(0.01)
""",
    "a swarm that is in its own way, unaccounted for": """
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
while True:
    try:
        fork(spin, 0.1)
    except OSError:
        pass
""",
    "idle priority beside a swarm": """
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
def swarm():
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    while True:
        for _ in range(8):
            fork(spin, 0.1)
        time.sleep(0.08)
fork(swarm)
os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))
os.nice(19)
spin()
""",
    "a name that looks like a process's times": """
ctypes.CDLL(None).prctl(15, b"\\xff) S 1 1 ", 0, 0, 0)
spin()
""",
}


def stopped(template, code: str) -> str:
    """Run code until it is stopped; return what the limit was."""
    with session(template, grace=0.2) as process:
        process.run(PRELUDE)
        with pytest.raises(TimeLimitExceeded) as caught:
            process.run(code, timeout=LIMIT)
    assert caught.value.state == State.TIMED_OUT
    return str(caught.value)


@pytest.mark.parametrize("code", BUSY.values(), ids=BUSY)
def test_processor_time_counts_whoever_takes_it(template, code):
    assert stopped(template, code) == "0.3 s of processor time"


@pytest.mark.parametrize("code", ASLEEP.values(), ids=ASLEEP)
def test_what_sleeps_is_stopped_by_the_clock(template, code):
    assert stopped(template, code) == "1.2 s, most of which it slept or waited"


@pytest.mark.parametrize("code", HIDING.values(), ids=HIDING)
def test_what_hides_is_stopped_as_well(template, code):
    with session(template, grace=0.2) as process:
        process.run(PRELUDE)
        with pytest.raises(TimeLimitExceeded):
            process.run(code, timeout=LIMIT)


def test_a_child_that_outlives_its_cell_counts_for_the_next_one(template):
    with session(template, grace=0.2) as process:
        process.run(PRELUDE)
        process.run("_ = fork(spin)", timeout=LIMIT)
        with pytest.raises(TimeLimitExceeded, match="processor time"):
            process.run("time.sleep(600)", timeout=LIMIT)


def test_sleep_costs_no_processor_time(template):
    with session(template) as process:
        assert process.run("import time; time.sleep(0.6); 'there'", timeout=LIMIT) == "'there'"


def test_what_has_ended_keeps_counting(template):
    with session(template) as process:
        process.run(PRELUDE)
        before = process.interpreter.usage()
        process.run("os.waitpid(fork(spin, 0.2), 0)\ndaemon(0.2)\ntime.sleep(0.5)")
        used = process.interpreter.usage().minus(before)
    after = process.interpreter.usage().minus(before)
    assert 0.1 < used.cpu <= after.cpu


class Machine:
    """A machine on which time goes by as the test says, and what was used on it."""

    def __init__(self, monkeypatch):
        self.now, self.used = 0.0, Usage()
        monkeypatch.setattr(time, "monotonic", lambda: self.now)

    def passes(self, seconds: float, cpu: float, waited: float) -> None:
        self.now += seconds
        self.used = self.used.plus(Usage(cpu, waited))


@pytest.fixture
def machine(monkeypatch):
    return Machine(monkeypatch)


def reason(machine: Machine, budget: Budget, *step: float) -> TimeLimitExceeded:
    """Let time go by until the budget is used up; return what it says."""
    for _ in range(10_000):
        machine.passes(*step)
        if machine.now > budget.at:
            try:
                budget.passed()
            except TimeLimitExceeded as error:
                return error
    raise AssertionError("never")


def test_a_processor_shared_with_others_costs_nothing(machine):
    budget = Budget(10, lambda: machine.used, machine.used)
    # One of eleven that are ready: 10 s of processor time take 110 s.
    error = reason(machine, budget, 1.1, 0.1, 1.0)
    assert str(error) == "10 s of processor time" and machine.now > 105


def test_what_waits_for_ever_is_no_fault_of_the_students(machine):
    error = reason(machine, Budget(10, lambda: machine.used, machine.used), 1.0, 0.0, 0.99)
    assert error.state == State.GRADER_ERROR and 200 < machine.now < 220
    assert error.interruption("did not return").points is None


def test_what_answers_soon_is_not_looked_at(machine):
    looks = []

    def usage():
        looks.append(machine.now)
        return machine.used

    budget = Budget(60, usage, machine.used)
    while machine.now < 60:
        machine.passes(0.1, 0.1, 0.0)
        if machine.now > budget.at:
            budget.passed()
    assert looks[0] > 0.2 and len(looks) < 200
