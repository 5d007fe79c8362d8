"""A hub under load whose service is killed and which is restarted: nothing is lost or repeated."""

import os
import random
import signal
import time

import psutil
import pytest

from graders.cli.demo import fill
from graders.course import Course
from graders.exchange import Exchange
from graders.notebook.exercises import exercises_of, read_notebook
from graders.service.queue import Stage
from hub.settings import REPOSITORY
from hub.supervisor import COURSE
from tests.system.hub.handing_in import STUDENTS, Desk
from tests.system.hub.running import Running, running_hub
from tests.system.hub.served import running

NAME = "lasso"
# Within five seconds. A few here; `make hub-faults` hands in 60.
SIZE = int(os.environ.get("HUB_SUBMISSIONS", "8"))
# With what a submission answers more, it has more points.
ANSWERED = {"cosine_features": 2, "generate_data": 3, "least_squares": 3}

pytestmark = pytest.mark.exhaustive


def submissions() -> list[tuple[str, object, float]]:
    """The student, the notebook and the points of each submission."""
    released = read_notebook(REPOSITORY / "release" / NAME / f"{NAME}.ipynb")
    source = read_notebook(REPOSITORY / "source" / NAME / f"{NAME}.ipynb")
    reference = {e.name: e.solution.source for e in exercises_of(source)}
    found = []
    for number in range(SIZE):
        names = list(ANSWERED)[: number % 3 + 1]
        answers = {name: f"{reference[name]}\n# {number}" for name in names}
        points = sum(ANSWERED[name] for name in names)
        found.append((STUDENTS[number % len(STUDENTS)], fill(released, answers), points))
    return found


def kill_service(hub: Running) -> None:
    """Kill the grading service, without a chance to tidy up; the hub starts it again."""
    (service,) = running(hub.process.pid, "graders.service")
    os.kill(service, signal.SIGKILL)


def wait_for(hub: Running, number: int) -> None:
    """Wait until so many are graded."""
    ends = time.monotonic() + 120 + 10 * SIZE
    while hub.queue.counts()[Stage.GRADED] < number:
        assert time.monotonic() < ends, f"waited in vain; {hub.queue.find()}\n{hub.log}"
        time.sleep(0.2)


def test_whatever_is_killed_all_submissions_are_graded_once():
    with running_hub() as hub:
        settings = hub.settings
        desk = Desk(Exchange(settings.exchange, COURSE), NAME, settings.accounts)
        handed_in = {}
        begun = time.monotonic()
        for number, (student, notebook, points) in enumerate(submissions()):
            time.sleep(max(0, begun + 5 * number / SIZE - time.monotonic()))
            handed_in[desk.hand_in(student, notebook)] = points
            if number == SIZE // 2:
                kill_service(hub)
        time.sleep(random.uniform(0, 1))
        hub.end()
        hub.start()
        wait_for(hub, SIZE // 4)
        kill_service(hub)
        wait_for(hub, SIZE)
        ends = time.monotonic() + 30
        while not all(desk.page(name) for name in handed_in):
            assert time.monotonic() < ends
            time.sleep(0.2)
        found = hub.queue.find()
        assert {row.name: row.points for row in found} == handed_in
        assert {row.gradings for row in found} == {1} and len(found) == SIZE
        for row in found:
            assert "2 of 2" in desk.page(row.name) and "Traceback (most" not in desk.page(row.name)
        with Course(settings.course).gradebook() as gradebook:
            graded = {s.student_id: s.score for s in gradebook.assignment_submissions(NAME)}
        # The gradebook holds the last of each student.
        assert graded == {row.student: row.points for row in found}
        if settings.accounts:
            # However the hub's first process ends, all that it started ends with it.
            family = psutil.Process(hub.process.pid).children(recursive=True)
            hub.process.kill()
            assert not psutil.wait_procs(family, timeout=20)[1]
