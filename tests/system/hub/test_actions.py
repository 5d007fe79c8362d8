"""What instructors did is written down, with who and when, and stays."""

import sqlite3
import time
from contextlib import closing

import pytest

from graders.service.actions import Actions, note_command
from graders.service.paths import QUEUE
from graders.service.queue import Queue
from tests.cli.command import run
from tests.small_course import NAME
from tests.system.hub.browser import browser, needs_chromium
from tests.system.hub.paged import WRONG, Paged, home
from tests.system.hub.test_pausing import press
from tests.system.hub.test_students import looks_well

NOW = time.time()
HOUR = 3600.0
HOSTILE = "</td><script>alert(1)</script>"


@pytest.fixture
def actions(tmp_path):
    with closing(Actions(tmp_path / "queue.sqlite")) as actions:
        yield actions


def test_it_says_when_and_who_and_the_newest_comes_first(actions):
    began = time.time()
    actions.note("emmy", "had graded again", "ada", "lasso")
    actions.note("carl", "paused grading")
    found = actions.last(10)
    assert [(one.by, one.what, one.student, one.assignment) for one in found] == [
        ("carl", "paused grading", "", ""),
        ("emmy", "had graded again", "ada", "lasso"),
    ]
    assert began <= found[1].at <= found[0].at <= time.time()
    assert actions.last(1) == found[:1]


@pytest.mark.parametrize(
    "change",
    [
        "DELETE FROM actions",
        "UPDATE actions SET by = 'another'",
        "UPDATE actions SET at = 0, student = 'ben'",
        "UPDATE actions SET what = '' WHERE student = 'ada'",
        "UPDATE actions SET assignment = 'x'",
    ],
)
def test_nothing_of_it_is_changed_or_removed(tmp_path, actions, change):
    actions.note("emmy", "had graded again", "ada", "lasso")
    with (
        closing(sqlite3.connect(tmp_path / "queue.sqlite")) as database,
        pytest.raises(sqlite3.IntegrityError, match="stays written down"),
    ):
        database.execute(change)
    assert actions.last(9)[0].by == "emmy"


def test_a_student_is_forgotten_and_what_was_done_is_not(actions):
    for student in ("ada", "ben", "", "ada"):
        actions.note("emmy", "gave more time", student, "lasso", f"to {student}")
    assert actions.forget("ada") == 2
    assert [one.student for one in actions.last(9)] == ["a student", "", "ben", "a student"]
    assert all(one.by == "emmy" for one in actions.last(9))
    assert "ada" not in str(actions.last(9))


def test_the_command_line_writes_into_a_course_with_a_service_alone(tmp_path):
    note_command(tmp_path, "graded", "ada", "lasso")
    assert not list(tmp_path.iterdir())
    Queue(tmp_path / QUEUE).close()
    note_command(tmp_path, "graded", "ada", "lasso")
    with closing(Actions(tmp_path / QUEUE)) as actions:
        (found,) = actions.last(9)
    assert found.by.endswith(" (command line)") and len(found.by) > len(" (command line)")
    assert (found.what, found.student, found.assignment) == ("graded", "ada", "lasso")


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    made = Paged(tmp_path_factory.mktemp("actions"))
    made.number = made.grade("ada", NOW - 2 * HOUR, double=WRONG)
    with made.serving():
        yield made


@pytest.mark.exhaustive
def test_every_button_is_written_down_and_a_students_attempt_is_not(course):
    ada, instructor = course.visitor("ada"), course.visitor("instructor")
    row = course.queue.find(f"id = {course.number}")[0]
    course.requests.ask(row.id, row.gradings, "ada", NAME, "double", "Why?")
    (asked,) = course.requests.open(1)
    buttons = [
        ("pausing", {"what": "pause"}, "paused grading"),
        ("pausing", {"what": "resume"}, "resumed grading"),
        (f"request/{asked.id}", {"answer": "It is wrong."}, "answered a request"),
        ("again", {"submission": str(row.id)}, "had graded again"),
        (f"everybody/{NAME}", {"which": "all"}, "had everybody graded again"),
    ]
    for visitor in (ada, instructor):
        visitor.open("")
        for path, data, _ in buttons:
            status = visitor.open(path, data | {"_xsrf": visitor.xsrf()})[0]
            assert status == (403 if visitor is ada else 302), path
    assert press(instructor, "resume")[0] == 302  # it was not paused: nothing was done
    assert instructor.open("again", {"submission": "1", "_xsrf": instructor.xsrf()})[0] == 409
    with closing(Actions(course.course.root / QUEUE)) as actions:
        found = actions.last(99)[::-1]
        assert [one.what for one in found] == [what for _, _, what in buttons]
        assert {one.by for one in found} == {"instructor"}
        assert (found[2].student, found[2].assignment, found[2].detail) == ("ada", NAME, "double")
        actions.note("emmy", "odd", HOSTILE, HOSTILE, HOSTILE)
    assert ada.open("actions")[0] == 403
    page = instructor.open("actions")[1]
    assert "answered a request" in page and "<script>alert" not in page


@pytest.mark.exhaustive
def test_what_is_done_on_the_command_line_is_there_too(course):
    root = course.course.root
    course.set_due(NOW - HOUR)
    done = run("extend", NAME, "--student", "ada", "--days", "2", cwd=root)
    assert done.returncode == 0, done.stderr
    page = course.visitor("instructor").open("actions")[1]
    assert "gave more time" in page and "2 days" in page and "(command line)" in page


@needs_chromium
@pytest.mark.exhaustive
def test_the_page_can_be_read_by_everybody(course, pictures):
    with browser() as opened:
        page = course.context(opened, course.visitor("instructor")).new_page()
        page.goto(f"{course.address}{home('actions')}")
        looks_well(page, pictures / "actions")
