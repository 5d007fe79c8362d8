"""A first try: what takes longer gives way, whatever it does, and what is quick is graded."""

import pytest

from graders.execute.budget import GivesWay
from graders.execute.settings import Settings, Times
from graders.notebook.results import State

LIMITS = {"settings": Settings(times=Times(cell=20, call=20, grace=0.3)), "at_first": 0.7}
CALLED = "assert f(1) == 2, 'f(1) is 2'"
THREADS = """
import threading, time
def burn():
    while True: pass
for _ in range(4): threading.Thread(target=burn, daemon=True).start()
time.sleep(60)
"""


@pytest.mark.parametrize(
    ("answer", "test"),
    [
        ("while True: pass", CALLED),
        ("import time\ntime.sleep(60)", CALLED),
        ("def f(x):\n    while True: pass", CALLED),
        ("import time\ndef f(x):\n    time.sleep(60)", CALLED),
        ("import time\nwhile True: print('x', flush=True); time.sleep(0.01)", CALLED),
        (THREADS, CALLED),
        ("def f(x):\n    return x + 1", "import time\ntime.sleep(60)"),
    ],
    ids=["loop", "sleep", "call", "sleeping call", "prints", "threads", "test"],
)
def test_what_takes_longer_gives_way(judged, answer, test):
    with pytest.raises(GivesWay):
        judged(answer, test, **LIMITS)


def test_many_short_ones_together_give_way(judged):
    slow = "import time\ndef f(x):\n    time.sleep(0.2)\n    return x + 1"
    with pytest.raises(GivesWay):
        judged(slow, *[CALLED] * 20, **LIMITS)


def test_what_is_quick_is_graded_and_so_is_what_comes_again(judged):
    assert judged("def f(x):\n    return x + 1", CALLED, **LIMITS).state == State.PASSED
    assert judged("def f(x):\n    return x", CALLED, **LIMITS).message == "f(1) is 2"
    slow = "import time\ndef f(x):\n    time.sleep(1)\n    return x + 1"
    assert judged(slow, CALLED, **LIMITS | {"at_first": None}).state == State.PASSED
