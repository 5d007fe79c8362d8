"""The history of one student in one assignment, and the log of each submission."""

import re
import time

import pytest

from graders.exchange import Receipt
from graders.service.events import Events
from graders.service.queue import Queue
from tests.record.test_gradings import correct
from tests.small_course import NAME
from tests.system.hub.browser import browser, needs_chromium
from tests.system.hub.paged import WRONG, Paged, home
from tests.system.hub.test_correction import again, press
from tests.system.hub.test_students import looks_well

NOW = time.time()
HOUR = 3600.0


@pytest.fixture
def queue(tmp_path):
    queue = Queue(tmp_path / "queue.sqlite")
    queue.events = Events(tmp_path / "queue.sqlite")
    yield queue
    queue.events.close()
    queue.close()


def add(queue, name, **options):
    queue.add(name, Receipt("ada", "lasso", 1000.0 + len(queue.names())), **options)
    return queue.find("name = :name", name=name)[0].id


def said(queue, number):
    return [one.what + (f": {one.detail}" if one.detail else "") for one in queue.events.of(number)]


def test_the_file_itself_writes_down_each_step(queue):
    began = time.time()
    number = add(queue, "one")
    queue.give_way(queue.start_next().id)
    queue.start_next()
    queue.take_back("the grader ended")
    queue.fail(queue.start_next().id, "disk full")
    queue.again(number)
    queue.start_next(force=True)
    queue.finish(number, [], [], "")
    queue.set_shown(number, "full 1", True)
    queue.renew(number, [])
    queue.all_again([number])
    assert said(queue, number) == [
        "taken in",
        "grading began",
        "gave way to others",
        "grading began",
        "put back: the grader ended meanwhile",
        "grading began",
        "grading failed: disk full",
        "to be graded again: disk full",
        "grading began: disk full",
        "graded",
        "given to the student: full 1",
        "a new page was taken over",
        "to be graded again",
    ]
    times = [one.at for one in queue.events.of(number)]
    assert times == sorted(times) and began - 1 < times[0] <= times[-1] < time.time() + 1


@pytest.mark.parametrize(
    ("options", "first"),
    [
        ({}, "taken in"),
        ({"refused": "a link"}, "taken in, and refused: a link"),
        ({"not_before": 10**10}, "taken in, and held: over the daily limit"),
    ],
)
def test_a_log_begins_with_what_came_in(queue, options, first):
    number = add(queue, "one", **options)
    assert said(queue, number) == [first]
    add(queue, "two")
    assert said(queue, number)[1:] == (["replaced by a newer one"] if "not" in str(options) else [])


def test_a_file_of_an_earlier_version_gets_logs_and_a_log_goes_with_its_submission(tmp_path, queue):
    number = add(queue, "one")
    queue._db.executescript("DROP TABLE events; DROP TRIGGER note_receipt; DROP TRIGGER note_stage")
    Queue(tmp_path / "queue.sqlite").close()
    assert said(queue, number) == []
    queue.finish(queue.start_next().id, [], [], "")
    assert said(queue, number) == ["grading began", "graded"]
    queue._db.execute("DELETE FROM submissions")
    assert said(queue, number) == []


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    made = Paged(tmp_path_factory.mktemp("history"))
    made.set_due(NOW - 3 * HOUR)
    made.number = made.grade("ada", NOW - 2 * HOUR, double=WRONG)
    made.grade("ben", NOW - 4 * HOUR)
    with made.serving():
        yield made


@pytest.mark.exhaustive
def test_the_grid_leads_to_when_why_by_which_tests_and_how_many_points(course):
    instructor = course.visitor("instructor")
    assert f'href="history/ada/{NAME}"' in instructor.open("class")[1]
    correct(course.made)
    page = instructor.open(f"history/ada/{NAME}")[1]
    assert "handed in" in page and "5 of 7" in page and "since then corrected: double" in page
    press(course, instructor)
    again(course)
    course.made.give("ada", "explain", score=1.0)
    course.made.feedback("ada")
    page = instructor.open(f"history/ada/{NAME}")[1]
    rows = re.findall(r'<tr><td class="when"><time.*?</tr>', page, re.DOTALL)
    assert [
        re.search(r"<td>(by hand|graded again|handed in)</td>", row)[1] for row in rows[:3]
    ] == ["by hand", "graded again", "handed in"]
    assert "6 → 7: a person graded explain" in rows[0] and "as now" in rows[0]
    assert "5 → 6: a test of double was corrected" in rows[1] and "double 0 → 1" in rows[1]
    assert "Late by 1 h" in page and "to be graded again" in page and "the feedback page" in page
    assert "Points by exercise" in instructor.open(f"seen/{course.number}")[1]


@pytest.mark.exhaustive
def test_it_is_for_instructors_and_names_are_no_paths(course):
    instructor, ada = course.visitor("instructor"), course.visitor("ada")
    for path in (f"history/ada/{NAME}", f"history/ben/{NAME}", f"seen/{course.number}"):
        assert ada.open(path)[0] == 403
        assert instructor.open(path)[0] == 200
    for student in ("nobody", "..", "%2E%2E", "..%2F..", "*", "[a]da", "%00", "a%0Ab", "x" * 300):
        for assignment in (NAME, "..", "*"):
            assert instructor.open(f"history/{student}/{assignment}")[0] in (400, 404)
    assert instructor.open("history/ada/nothing")[0] == 404
    assert instructor.open("seen/99999")[0] == 404


@needs_chromium
@pytest.mark.exhaustive
def test_the_page_can_be_read_by_everybody(course, pictures):
    with browser() as opened:
        page = course.context(opened, course.visitor("instructor")).new_page()
        page.goto(f"{course.address}{home(f'history/ada/{NAME}')}")
        page.locator("details summary").first.click()
        looks_well(page, pictures / "history")
        page.goto(f"{course.address}{home('class')}")
        looks_well(page, pictures / "class")
