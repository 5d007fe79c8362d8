"""Everybody is graded again after a correction: whom it touches, and whose points changed."""

import re
import time

import pytest

from graders.batch.outcome import Outcome
from graders.course import Course
from graders.exchange import Receipt
from graders.service.correction import NEWEST, correction
from graders.service.grader import note
from graders.service.queue import Queue, Stage
from tests.record.test_gradings import correct
from tests.small_course import NAME
from tests.system.hub.browser import browser, needs_chromium
from tests.system.hub.paged import STATES, WRONG, Paged, home
from tests.system.hub.test_students import looks_well

NOW = time.time()
HOUR = 3600.0


def test_the_class_comes_after_who_hands_in_and_only_the_newest(tmp_path):
    queue = Queue(tmp_path / "queue.sqlite")
    for number, student in enumerate(("ada", "ada", "ben", "carl")):
        queue.add(f"old {number}", Receipt(student, "lasso", 1000.0 + number))
        if student != "carl":
            queue.finish(queue.start_next().id, [], [], "")
    queue.fail(queue.start_next().id, "for the test")
    queue.add("emmy", Receipt("emmy", "lasso", 5000.0), refused="no")
    numbers = [one.id for one in queue.find()]
    assert queue.all_again(numbers) == 3
    waiting = {one.name for one in queue.find("stage = 'waiting'")}
    assert waiting == {"old 1", "old 2", "old 3"}
    assert queue.all_again(numbers) == 0
    queue.add("new", Receipt("dora", "lasso", 6000.0))
    # Carl's was never graded, so it is as good as new.
    names = [queue.start_next().name for _ in range(4)]
    assert names == ["old 3", "new", "old 1", "old 2"]
    queue.close()


def again(made):
    """Do what the grader does: what lies in submitted/ is graded by the tests of now."""
    while (found := made.queue.start_next()) is not None:
        notebook = made.course.folder("submitted", found.student, NAME) / f"{NAME}.ipynb"
        made.made.record(found.student, notebook.read_bytes())
        note(made.course, made.queue, found, Outcome(found.student, STATES, assignment=NAME))
    made.give_back()


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """Ada and Ben have lost a point by a wrong test, Carl was graded outside of the hub."""
    made = Paged(tmp_path_factory.mktemp("correction"))
    made.ada = made.grade("ada", NOW - 3 * HOUR, double=WRONG)
    made.grade("ben", NOW - 3 * HOUR, double=WRONG)
    made.grade("dora", NOW - 2 * HOUR)
    made.made.record("carl", made.made.filled())
    made.made.record("old", made.made.filled())
    made.hand_in("old", NOW - 5 * HOUR)
    made.queue.finish(made.queue.start_next().id, [["double", 1.0, 1.0, ""]], [], "")
    (made.course.root / "earlier" / "old" / NAME / "gradings.jsonl").unlink()
    with made.serving():
        yield made


def found(made):
    rows = made.queue.find(NEWEST, assignment=NAME)
    return correction(Course(made.course.root), NAME, rows, {"ada", "ben", "carl", "../x", "*"})


def press(course, visitor, which="touched"):
    visitor.open(f"everybody/{NAME}")
    return visitor.open(f"everybody/{NAME}", {"which": which, "_xsrf": visitor.xsrf()})


@pytest.mark.exhaustive
def test_who_is_touched_is_said_before_and_whose_points_changed_after(course, pictures):
    instructor, ada, dora = (course.visitor(name) for name in ("instructor", "ada", "dora"))
    before = found(course)
    # By which tests the old one was graded was not kept.
    assert [(one.student, one.corrected) for one in before.touched] == [("old", None)]
    assert not before.elsewhere and not before.unreleased and not before.changes
    correct(course.made)
    touched = found(course)
    assert {one.student: one.corrected for one in touched.touched} == {
        "ada": ["double"], "ben": ["double"], "dora": ["double"], "old": None,
    }  # fmt: skip
    assert (touched.elsewhere, touched.by_exercise) == (["carl"], {"double": 3})
    page = instructor.open(f"everybody/{NAME}")[1]
    assert "4 students</strong> of 4 were graded by older tests" in page
    assert "<strong>double</strong> was corrected since: 3 students" in page
    assert "not handed in here: carl" in page and "Nobody&#39;s so far" not in page
    # Nobody but an instructor presses the button, and no other page does.
    assert press(course, ada)[0] == 403
    assert instructor.open(f"everybody/{NAME}", {"which": "all", "_xsrf": "planted"})[0] == 403
    assert press(course, instructor, "everything")[0] == 400
    assert course.queue.counts()[Stage.WAITING] == 0
    assert press(course, instructor)[0] == 302
    assert course.queue.counts()[Stage.WAITING] == 4
    page = ada.open("")[1]
    assert "is graded again" in page and "until then you have 5 points" not in page
    assert "until then you have 5 of 7 points" in page
    again(course)
    after = found(course)
    assert not after.touched and after.again == 3  # of the old one nobody knows
    told = {student: (g.before.total, g.total, g.reason) for student, g in after.changes}
    assert told == dict.fromkeys(("ada", "ben"), (5.0, 6.0, "a test of double was corrected"))
    page = instructor.open(f"everybody/{NAME}")[1]
    assert (
        "Nobody: all who are graded" in page and page.count("a test of double was corrected") == 2
    )
    page = ada.open("")[1]
    assert re.search("changed from 5 to 6 on <time.*</time>: a test of double was corrected", page)
    assert "changed from" not in dora.open("")[1]


@pytest.mark.exhaustive
def test_what_the_policy_hides_no_change_shows(course):
    course.set_due(NOW + 24 * HOUR)
    course.grade("shy", NOW - HOUR, "nothing", double=WRONG)
    correct(course.made, "test_slow")
    press(course, course.visitor("instructor"), "all")
    again(course)
    page = course.visitor("shy").open("")[1]
    course.set_due(NOW - HOUR)
    assert "changed from" in page  # it was given back whole
    course.queue.set_shown(course.queue.find("student = 'shy'")[0].id, "nothing 2", True)
    assert "changed from" not in course.visitor("shy").open("")[1]


@pytest.mark.exhaustive
@pytest.mark.parametrize("name", ["another", "*", "..%2Fsmall", "small%00", "%5Bs%5Dmall"])
def test_other_assignments_are_none(course, name):
    assert course.visitor("instructor").open(f"everybody/{name}")[0] in (400, 404)


@needs_chromium
@pytest.mark.exhaustive
def test_the_page_can_be_read_by_everybody(course, pictures):
    correct(course.made, "test_shifted")
    with browser() as opened:
        page = course.context(opened, course.visitor("instructor")).new_page()
        page.goto(f"{course.address}{home(f'everybody/{NAME}')}")
        looks_well(page, pictures / "everybody")
        ada = course.context(opened, course.visitor("ada")).new_page()
        ada.goto(f"{course.address}{home()}")
        looks_well(ada, pictures / "changed")
