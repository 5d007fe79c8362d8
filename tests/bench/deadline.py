"""A deadline in the hub: many submissions in a minute, a tenth of them hostile.

Each student hands in once, the reference solution of lasso, a little changed. Each hostile account
does its worst: a third hand in what hangs, the others are `tests.system.hub.hostile`. Beside them
canaries, students who hand in an empty notebook. BENCH_SUBMISSIONS is another number than 300,
BENCH_HOSTILE another share of hostile ones than 0.1.
"""

import itertools
import math
import os
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from graders.course import Course
from graders.exchange import Exchange
from graders.service.policy import Policy
from graders.service.queue import Stage
from graders.service.waiting import turns
from hub.supervisor import COURSE
from tests.system.hub.accounts import run_as
from tests.system.hub.handing_in import STUDENTS, Desk
from tests.system.hub.hostile import ATTEMPTS, HANGING, NAME, RELEASED, Hostile, with_cell
from tests.system.hub.running import Running, running_hub

SIZE = int(os.environ.get("BENCH_SUBMISSIONS", "300"))
SHARE = float(os.environ.get("BENCH_HOSTILE", "0.1"))
# Five a second.
WITHIN = SIZE / 5
CANARIES = 30
# Seconds after Submit at which a student looks at the estimate, and how near is right.
LOOKS, NEAR = 3.0, 0.25
LIMIT = 3600.0


@dataclass
class Handed:
    """A submission, and what became of it, in seconds after it was handed in."""

    name: str
    at: float
    is_canary: bool
    received: float | None = None
    answered: float | None = None
    estimate: float | None = None


def run(notebook: Callable[[int], object]) -> None:
    """Print the distributions of the waits.

    Parameters
    ----------
    notebook : callable
        Returns the solution of a student, by number.
    """
    if os.getuid() != 0:
        print("A deadline in the hub: not tried, as each student has an account, which takes root")
        return
    hostile = round(SIZE * SHARE)
    students = [f"t{os.getpid()}-s{number}" for number in range(SIZE)]
    with running_hub(students=students) as hub:
        exchange = Exchange(hub.settings.exchange, COURSE)
        desk = Desk(exchange, NAME, True)
        _wait([_hand_in(desk, STUDENTS[-1], "# the first", True)], hub, desk)
        begun = time.monotonic() + 2
        child = _begin_hostile(begun, students[:hostile], exchange)
        handed = list(_hand_in_all(desk, begun, students[hostile:], notebook, hub))
        _wait(handed, hub, desk)
        os.waitpid(child, 0)
        _tell(handed, hub, desk, hostile)


def _begin_hostile(begun: float, accounts: list[str], exchange: Exchange) -> int:
    """Start a process in which each hostile account does something, evenly spread."""
    child = os.fork()
    if child:
        return child
    others = itertools.cycle([name for name in ATTEMPTS if name not in HANGING])
    hanging = itertools.cycle(HANGING)
    for number, account in enumerate(accounts):
        time.sleep(max(0.0, begun + WITHIN * number / len(accounts) - time.monotonic()))
        attempt = next(others if number % 3 else hanging)
        if os.fork() == 0:
            run_as(account, getattr(Hostile(account, exchange.inbound), attempt))
            os._exit(0)
    for _ in accounts:
        os.wait()
    os._exit(0)


def _hand_in(desk: Desk, student: str, content: object, is_canary: bool) -> Handed:
    if is_canary:
        content = with_cell(RELEASED, content).encode()
    return Handed(desk.hand_in(student, content), time.monotonic(), is_canary)


def _hand_in_all(
    desk: Desk, begun: float, students: list[str], notebook: Callable, hub: Running
) -> Iterator[Handed]:
    """Hand in, evenly spread, and look meanwhile."""
    todo = [(WITHIN * n / len(students), one, None) for n, one in enumerate(students)]
    canaries = itertools.islice(itertools.cycle(STUDENTS), CANARIES)
    todo += [(WITHIN * n / CANARIES, one, f"# {n}") for n, one in enumerate(canaries)]
    handed: list[Handed] = []
    for number, (after, student, canary) in enumerate(sorted(todo, key=lambda one: one[0])):
        content = canary or notebook(number)  # made before it is time
        while (left := begun + after - time.monotonic()) > 0:
            _look(handed, hub, desk)
            time.sleep(min(left, 0.1))
        handed.append(_hand_in(desk, student, content, canary is not None))
    yield from handed


def _look(handed: list[Handed], hub: Running, desk: Desk) -> int:
    """Note what has come meanwhile; return how many have no answer yet."""
    now = time.monotonic()
    names = hub.queue.names()
    waiting = [one for one in handed if one.answered is None]
    for one in waiting:
        if one.received is None and one.name in names:
            one.received = now - one.at
        if one.estimate is None and one.received is not None and now - one.at > LOOKS:
            seconds = _estimate(hub, one.name)
            one.estimate = math.nan if seconds is None else now - one.at + seconds
        if desk.page(one.name):
            one.answered = now - one.at
    return sum(one.answered is None for one in waiting)


def _wait(handed: list[Handed], hub: Running, desk: Desk) -> None:
    ends = time.monotonic() + LIMIT
    while left := _look(handed, hub, desk):
        if time.monotonic() > ends:
            raise TimeoutError(f"{left} have no feedback after {LIMIT:.0f} s; {hub.log}")
        time.sleep(0.1)


def _estimate(hub: Running, name: str) -> float | None:
    """Return the seconds that the student's page says it will take, if it says any."""
    policy = Policy(config=Course(hub.settings.course).config)
    (found,) = hub.queue.find("name = :name", name=name)
    turn = turns(hub.queue, policy.grading_seconds_per_hour).get(found.id)
    return turn.seconds if turn else None


def _tell(handed: list[Handed], hub: Running, desk: Desk, hostile: int) -> None:
    students = [one for one in handed if not one.is_canary]
    canaries = [one for one in handed if one.is_canary]
    print(
        f"A deadline in the hub: {SIZE} submissions to {NAME} in {WITHIN:.0f} s, {hostile} of them "
        f"hostile, and {CANARIES} canaries; seconds from Submit"
    )
    for what, found in (
        ("students, to feedback", [one.answered for one in students]),
        ("canaries, to feedback", [one.answered for one in canaries]),
        ("all, until received", [one.received or 0.0 for one in handed]),
    ):
        waits = sorted(filter(None, found))
        high = waits[math.ceil(0.95 * len(waits)) - 1]
        print(
            f"  {what:24} median {statistics.median(waits):6.1f}   "
            f"95th percentile {high:6.1f}   last {waits[-1]:6.1f}"
        )
    said = [one for one in students if one.estimate is not None and one.estimate > 0]
    if said:
        near = sum(abs(one.estimate - one.answered) < NEAR * one.answered for one in said)
        print(f"  estimates within a quarter: {near} of {len(said)}")
    wrong = sum("of 32" not in desk.page(one.name) for one in students)
    gave_way = hub.queue.find("tried > 0")
    seconds = sum(one.tried for one in gave_way)
    print(f"  students without points: {wrong}; refused: {hub.queue.counts()[Stage.REFUSED]}")
    print(f"  gave way: {len(gave_way)}, after {seconds:.0f} s of a worker together", flush=True)
