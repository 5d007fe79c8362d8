"""Grading is paused and resumed: nothing is started meanwhile, nothing is lost, all are told."""

import os
import time

import pytest

from graders.exchange import Receipt
from graders.service.exchanging import show_alive
from graders.service.listing import LATE
from graders.service.paths import ALIVE, QUEUE
from graders.service.pausing import Pause, Pauses
from graders.service.queue import Queue, Stage
from tests.small_course import NAME
from tests.system.hub.accounts import ADA, GRADER, needs_root, open_folder, run_as
from tests.system.hub.browser import browser, needs_chromium
from tests.system.hub.exchanging import submit
from tests.system.hub.handing_in import STUDENTS
from tests.system.hub.paged import Paged, home
from tests.system.hub.served import Served
from tests.system.hub.test_students import looks_well
from tests.system.hub.test_told import listed

NOW = time.time()
HOUR = 3600.0


@pytest.fixture
def queue(tmp_path):
    queue = Queue(tmp_path / "queue.sqlite")
    queue.pauses = Pauses(tmp_path / "queue.sqlite")
    yield queue
    queue.pauses.close()
    queue.close()


def test_nothing_is_started_until_it_is_resumed_and_all_in_its_order(tmp_path, queue):
    for name in ("ada", "ben", "carl"):
        queue.add(name, Receipt(name, "lasso", 1000.0 + len(queue.names())))
    running = queue.start_next()
    began = time.time()
    assert queue.pauses.begin("emmy") and not queue.pauses.begin("other")
    assert queue.pauses.now.by == "emmy" and queue.pauses.now.since >= began
    queue.finish(running.id, [], [], "")  # what was being graded is finished
    queue.add("dora", Receipt("dora", "lasso", 2000.0))
    queue.again(running.id)
    for force in (False, True):
        assert queue.start_next(force) is None
    # Who starts again finds it paused.
    other = Queue(tmp_path / "queue.sqlite")
    assert other.start_next() is None
    version = other.version
    assert queue.pauses.end() and not queue.pauses.end()
    assert queue.pauses.now is None and other.version != version  # by which the grader wakes up
    names = [other.start_next(force).name for force in (True, False, False, False)]
    assert names == ["ada", "ben", "carl", "dora"]
    other.close()


@needs_root
@pytest.mark.parametrize(
    ("silent", "paused", "says"),
    [
        (0, True, "grading is paused by the lecturer since"),
        (LATE + 60, True, "nothing is graded since"),  # somebody has to do something
        (0, False, ""),
    ],
)
def test_the_list_in_jupyterlab_says_so(exchange, silent, paused, says):
    submit(exchange, ADA)
    alive = exchange.folder / ALIVE
    run_as(GRADER, show_alive, alive, Pause(NOW - HOUR, "emmy"))
    run_as(GRADER, show_alive, alive, Pause(NOW - HOUR, "emmy") if paused else None)
    os.utime(alive, (time.time() - silent,) * 2)
    (shown,) = listed(exchange)
    assert says in shown and ("(" in shown) == bool(says)


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    made = Paged(tmp_path_factory.mktemp("pausing"))
    made.grade("ada", NOW - 2 * HOUR)
    made.hand_in("ben", NOW - HOUR)
    with made.serving():
        yield made


def press(visitor, what):
    visitor.open("")
    return visitor.open("pausing", {"what": what, "_xsrf": visitor.xsrf()})


@pytest.mark.exhaustive
def test_an_instructor_pauses_and_students_are_told(course):
    instructor, ada, ben = (course.visitor(name) for name in ("instructor", "ada", "ben"))
    for visitor, data in (
        (ada, {"what": "pause", "_xsrf": ada.xsrf()}),
        (course.visitor("stranger"), {"what": "pause"}),
        (instructor, {"what": "pause", "_xsrf": "planted"}),
        (instructor, {"what": "pause"}),
    ):
        assert visitor.open("pausing", data)[0] == 403
    assert press(instructor, "stop")[0] == 400
    assert "Grading is paused" not in ada.open("")[1]
    assert press(instructor, "pause")[0] == 302
    assert press(instructor, "pause")[0] == 302  # by another tab
    assert "Grading is paused by instructor since" in instructor.open("")[1]
    assert "waits until it is resumed" in instructor.open(f"everybody/{NAME}")[1]
    for student in (ada, ben):
        page = student.open("")[1]
        assert "Grading is paused by the lecturer since" in page and "instructor" not in page
    assert "Its turn comes when grading goes on." in page and "Nothing is graded" not in page
    assert '"paused": true' in ada.open("health")[1]
    assert "graders_paused 1.0" in instructor.open("metrics")[1]
    assert press(ada, "resume")[0] == 403
    assert press(instructor, "resume")[0] == 302
    assert "Grading is paused" not in ada.open("")[1] + instructor.open("")[1]


@needs_chromium
@pytest.mark.exhaustive
def test_the_pages_can_be_read_by_everybody(course, pictures):
    press(course.visitor("instructor"), "pause")
    with browser() as opened:
        for name, path in (("instructor", ""), ("ben", ""), ("instructor", f"everybody/{NAME}")):
            page = course.context(opened, course.visitor(name)).new_page()
            page.goto(f"{course.address}{home(path)}")
            looks_well(page, pictures / f"paused-{name}-{path.replace('/', '-')}")
    press(course.visitor("instructor"), "resume")


@pytest.mark.exhaustive
def test_a_pause_outlives_the_service_and_nothing_is_lost():
    with open_folder() as folder:
        served = Served(folder)
        pauses = Pauses(served.course.folder / QUEUE)
        pauses.begin("emmy")
        served.start()
        served.wait(served.grader)
        first = served.hand_in(STUDENTS[0], served.course.filled())
        served.wait(lambda: served.row(first))
        time.sleep(3)
        assert served.row(first).stage == Stage.WAITING
        served.end()
        served.start()
        served.wait(served.grader)
        second = served.hand_in(STUDENTS[1], served.course.filled())
        served.wait(lambda: served.row(second))
        time.sleep(3)
        assert {served.row(name).stage for name in (first, second)} == {Stage.WAITING}
        pauses.end()
        for name in (first, second):
            served.wait_for_page(name, "Passed")
        served.end()
        pauses.close()
