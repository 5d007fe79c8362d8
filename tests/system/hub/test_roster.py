"""The students of the course: added, and given more time, by instructors alone."""

import time
from contextlib import closing
from datetime import timedelta

import pytest

from graders.course import Course
from graders.service.actions import Actions
from graders.service.paths import QUEUE
from graders.service.queue import Stage
from graders.service.roster import RosterError, add, extension
from tests.record.recording import Recording
from tests.small_course import NAME
from tests.system.hub.browser import browser, needs_chromium
from tests.system.hub.paged import Paged, home
from tests.system.hub.test_students import looks_well

NOW = time.time()
HOUR = 3600.0


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    return Course(Recording(tmp_path_factory.mktemp("roster") / "course").folder)


def names(course):
    with course.gradebook() as gradebook:
        return {one.id: (one.first_name, one.email) for one in gradebook.students}


def test_a_student_is_added_once(small):
    add(small, "zoë", "Zoë", "", "zoe@example.org")
    add(small, "a'; DROP TABLE student", "", "", "")
    found = names(small)
    assert found["zoë"] == ("Zoë", "zoe@example.org") and found["a'; DROP TABLE student"][0] is None
    with pytest.raises(RosterError, match="already"):
        add(small, "zoë", "Another", "", "")
    assert names(small) == found


@pytest.mark.parametrize(
    "given",
    [
        ("",), ("../ada",), ("..",), ("a*",), ("a\nb",), ("\u202eada",), (" ada",), ("x" * 129,),
        ("ada", "x" * 129), ("ada", "two\nlines"), ("ada", "", "", "\x1b[31m"),
    ],
)  # fmt: skip
def test_what_is_no_name_is_refused_with_the_reason(small, given):
    before = names(small)
    with pytest.raises(RosterError):
        add(small, *given, *[""] * (4 - len(given)))
    assert names(small) == before


@pytest.mark.parametrize(
    ("days", "hours", "more"),
    [
        ("2", "", timedelta(days=2)),
        ("0", "0", timedelta()),
        (" 1,5 ", "12", timedelta(days=2)),
        ("", "8760", timedelta(days=365)),
    ],
)
def test_more_time_is_read_as_people_write_it(days, hours, more):
    assert extension(days, hours) == more


@pytest.mark.parametrize(
    "given",
    [("-1", ""), ("two", ""), ("nan", ""), ("inf", ""), ("1e9", ""), ("365", "1"), ("", "9e9")],
)
def test_what_is_no_time_is_refused(given):
    with pytest.raises(RosterError):
        extension(*given)


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    made = Paged(tmp_path_factory.mktemp("roster pages"))
    made.set_due(NOW - 3 * HOUR)
    made.number = made.grade("ada", NOW - HOUR)
    with made.course.gradebook() as gradebook:
        gradebook.update_or_create_student("ben")
    with made.serving():
        yield made


def send(visitor, **data):
    visitor.open("")
    return visitor.open("roster", data | {"_xsrf": visitor.xsrf()})


@pytest.mark.exhaustive
def test_an_instructor_adds_a_student_and_nobody_else_does(course):
    ada, instructor = course.visitor("ada"), course.visitor("instructor")
    for what in ("add", "extend"):
        data = {"what": what, "student": "ada", "assignment": NAME, "days": "9"}
        assert send(ada, **data)[0] == 403
        assert instructor.open("roster", data | {"_xsrf": "planted"})[0] == 403
    assert ada.open("roster")[0] == 403
    assert not course.course.extensions() and not course.queue.find("stage = 'waiting'")
    status, page, _ = send(instructor, what="add", student="dora", first="Dora")
    assert status == 200 and "dora is in the gradebook now" in page and "Dora" in page
    assert "nbgrader-mathematics-of-deep-learning" in page
    status, page, _ = send(instructor, what="add", student="<script>*")
    assert status == 409 and 'role="alert"' in page and "<script>*" not in page
    assert send(instructor, what="add", student="dora")[0] == 409
    assert "dora" in instructor.open("class")[1]
    with closing(Actions(course.course.root / QUEUE)) as actions:
        done = [(one.what, one.student) for one in actions.last(9)]
    assert done == [("added a student", "dora")]


@pytest.mark.exhaustive
def test_more_time_before_and_after_something_is_handed_in(course):
    instructor = course.visitor("instructor")
    for student, assignment in (("nobody", NAME), ("ben", "another"), ("ben", "..")):
        given = {"student": student, "assignment": assignment, "days": "2"}
        assert send(instructor, what="extend", **given)[0] == 409
    assert not course.course.extensions()
    more = {"assignment": NAME, "days": "2", "hours": "12"}
    assert send(instructor, what="extend", student="ben", **more)[0] == 200
    assert course.course.extensions() == {("ben", NAME): timedelta(days=2, hours=12)}
    assert "with your extension of 2 days 12 h" in course.wait(course.visitor("ben"), "extension")
    assert not course.queue.find("stage = 'waiting'")
    # What was graded gets its penalty and its page anew.
    assert send(instructor, what="extend", student="ada", **more)[0] == 200
    (row,) = course.queue.find("stage = 'waiting'")
    assert (row.id, row.force, row.stage) == (course.number, False, Stage.WAITING)
    assert send(instructor, what="extend", student="ben", assignment=NAME, days="0")[0] == 200
    assert ("ben", NAME) not in course.course.extensions()


@needs_chromium
@pytest.mark.exhaustive
def test_the_page_can_be_read_by_everybody(course, pictures):
    with browser() as opened:
        page = course.context(opened, course.visitor("instructor")).new_page()
        page.goto(f"{course.address}{home('roster')}")
        looks_well(page, pictures / "roster")
