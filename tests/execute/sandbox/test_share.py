"""The processes of one sandbox together get as much of the processor as one worker may."""

import pytest

from graders.execute.budget import TimeLimitExceeded
from graders.execute.sandbox.share import IDLE, Share
from tests.execute.sandbox.running import run, session

SWARM = """
import os, signal, time
spinning = []
def swarm(number):
    for _ in range(number):
        try:
            pid = os.fork()
        except OSError:
            break
        if not pid:
            while True:
                pass
        spinning.append(pid)
def niceness(pid):
    policy = os.sched_getscheduler(pid)
    return IDLE if policy == os.SCHED_IDLE else os.getpriority(os.PRIO_PROCESS, pid) - ordinary
IDLE, ordinary = 20, os.getpriority(os.PRIO_PROCESS, 0)
def lowered():
    end = time.monotonic() + 25
    while time.monotonic() < end and not niceness(spinning[0]):
        time.sleep(0.1)
    return niceness(spinning[0])
"""
LOOP = """
import time
begun, count = time.process_time(), 0
end = time.monotonic() + {}
while time.monotonic() < end:
    count += 1
print(time.process_time() - begun)
"""


def after(*steps: tuple[float, float]) -> int:
    """Return the niceness after so many seconds in which so many processors were wanted."""
    share = Share()
    for seconds, wanted in steps:
        for _ in range(int(4 * seconds)):
            share.look(wanted, 0.25)
    return share.niceness


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ([(600, 1.0)], 0),
        ([(600, 0.2), (1, 2.0)], 0),
        ([(1, 3.0), (5, 0.5), (1, 3.0)], 0),
        ([(10, 2.0)], 4),
        ([(60, 8.0)], 10),
        ([(60, 230.0)], IDLE),
    ],
)
def test_who_wants_as_much_as_several_weighs_as_much_as_one(steps, expected):
    assert after(*steps) == expected


def test_what_was_lowered_stays_so():
    assert after((10, 8.0), (600, 0.5)) == after((10, 8.0)) > 0


def test_processes_that_spin_are_lowered_and_cannot_take_it_back(template):
    code = """
swarm(12)
found = lowered()
back = []
for change in (
    lambda: os.setpriority(os.PRIO_PROCESS, spinning[0], ordinary),
    lambda: os.setpriority(os.PRIO_PROCESS, 0, ordinary),
    lambda: os.sched_setscheduler(spinning[0], os.SCHED_RR, os.sched_param(1)),
):
    try:
        change()
    except OSError:
        pass
child = os.fork()
if not child:
    time.sleep(600)
print(found > 3, niceness(spinning[0]) >= found, niceness(child) > 0)
for pid in [*spinning, child]:
    os.kill(pid, signal.SIGKILL)
"""
    assert run(template, SWARM + code) == "True True True"


def test_two_threads_for_a_moment_are_nobodys_business(template):
    code = """
import threading
def spin():
    end = time.thread_time() + 0.2
    while time.thread_time() < end:
        pass
both = [threading.Thread(target=spin) for _ in range(2)]
for thread in both:
    thread.start()
for thread in both:
    thread.join()
print(niceness(0))
"""
    assert run(template, SWARM + code) == "0"


@pytest.mark.attacks  # on a machine that does nothing else
def test_a_loop_beside_a_swarm_keeps_most_of_its_share(template):
    with session(template, grace=0.2) as honest, session(template, grace=0.2) as hostile:
        alone = float(honest.run(LOOP.format(4), 60))
        hostile.run(SWARM)
        hostile.run("swarm(200); print(lowered() > 0)", 300)  # it is in its own way
        beside = float(honest.run(LOOP.format(4), 60))
        # 230 at the same right would leave it less than a hundredth of two processors.
        assert beside > alone / 3
        with pytest.raises(TimeLimitExceeded):
            hostile.run("time.sleep(600)", timeout=1)
        assert not hostile.interpreter.alive()
