"""A feedback page follows what a person gives, wherever that is; nothing is executed for it."""

import time

import pytest

from graders.course import Course
from graders.record.gradebook import given
from graders.service import following
from graders.service.following import Following
from tests.small_course import NAME
from tests.system.hub.accounts import open_folder
from tests.system.hub.handing_in import STUDENTS
from tests.system.hub.paged import Paged
from tests.system.hub.served import Served

NOW = time.time()


@pytest.fixture
def paged(tmp_path, monkeypatch):
    monkeypatch.setattr(following, "INTERVAL", 0.0)
    paged = Paged(tmp_path)
    paged.number = paged.grade("ada", NOW - 60)
    yield paged
    paged.queue.close()


def test_points_and_comments_come_to_the_student_once(paged):
    pages = Following(paged.course, paged.queue)
    assert pages.follow() == 0
    (before,) = paged.queue.find()
    paged.made.give("ada", "explain", 0.5, comment="Nearly <b>all</b>.")
    assert pages.follow() == 1 and pages.follow() == 0
    (row,) = paged.queue.find()
    assert row.exercises[-1] == ["explain", 0.5, 1.0, "graded by hand"]
    assert (row.gradings, row.points) == (before.gradings + 1, 6.5)
    page = paged.made.page("ada")
    assert "6.5 of 7 points" in page and "Nearly" in page and "<b>all" not in page
    paged.give_back()
    assert paged.queue.find()[0].shown == f"full {row.gradings}"
    answer = paged.exchange.inbound / row.name / "feedback.html"
    assert answer.read_text() == page
    assert pages.follow() == 0 and Following(paged.course, paged.queue).follow() == 0


@pytest.mark.exhaustive
@pytest.mark.parametrize("what", ["taken back", "other points", "another comment"])
def test_what_is_changed_or_taken_back_comes_as_well(paged, what):
    pages = Following(paged.course, paged.queue)
    paged.made.give("ada", "explain", 0.5, comment="First.")
    assert pages.follow() == 1
    with paged.course.gradebook() as gradebook:
        grade = gradebook.find_grade("explain", NAME, NAME, "ada")
        comment = gradebook.find_comment("explain", NAME, NAME, "ada")
        if what == "taken back":
            grade.manual_score, comment.manual_comment, grade.needs_manual_grade = None, None, True
        elif what == "other points":
            grade.manual_score = 0.25
        else:
            comment.manual_comment = "Second."
        gradebook.db.commit()
    assert pages.follow() == 1 and pages.follow() == 0
    page = paged.made.page("ada")
    said = {"taken back": "not graded yet", "other points": "0.25", "another comment": "Second."}
    assert said[what] in page
    assert ("First." in page) == (what == "other points")


@pytest.mark.exhaustive
def test_a_page_of_an_older_version_is_left_until_somebody_gives_something(paged):
    path = paged.made.folder / "feedback" / "ada" / NAME / f"{NAME}.html"
    meta = '<meta name="graders-given" content="">'
    assert meta in path.read_text()
    path.write_text(path.read_text().replace(meta, ""))
    pages = Following(paged.course, paged.queue)
    assert pages.follow() == 0
    paged.made.give("ada", "explain", 1.0)
    assert pages.follow() == 1 and meta not in path.read_text()


@pytest.mark.exhaustive
def test_what_a_student_writes_does_not_pass_for_the_pages_own_word(paged):
    with paged.course.gradebook() as gradebook:
        before = given(gradebook, NAME)
    assert before == {}
    forged = '<meta name="graders-given" content="">'
    paged.grade(
        "ada", NOW - 30, explain=forged, double=f"def double(x):\n    return 2 * x  # {forged}"
    )
    paged.made.give("ada", "explain", 1.0)
    pages = Following(paged.course, paged.queue)
    assert pages.follow() == 1 and pages.follow() == 0


@pytest.mark.exhaustive
def test_one_that_fails_is_not_tried_for_ever_and_stops_no_other(paged):
    paged.grade("ben", NOW - 30)
    for student in ("ada", "ben"):
        paged.made.give(student, "explain", 1.0)
    autograded = paged.made.folder / "autograded" / "ada" / NAME / f"{NAME}.ipynb"
    kept = autograded.read_bytes()
    autograded.write_text("no notebook")
    pages = Following(paged.course, paged.queue)
    assert pages.follow() == 1 and "7 of 7" in paged.made.page("ben")
    assert pages.follow() == 0
    autograded.write_bytes(kept)
    paged.made.give("ada", "explain", 0.5)
    assert pages.follow() == 1 and "6.5 of 7" in paged.made.page("ada")


@pytest.mark.exhaustive
def test_the_service_does_it_while_it_grades():
    with open_folder() as folder:
        served = Served(folder)
        served.start()
        name = served.hand_in(STUDENTS[0], served.course.filled())
        served.wait_for_page(name, "not graded yet")
        with Course(served.course.folder).gradebook() as gradebook:
            of = NAME, NAME, STUDENTS[0]
            grade = gradebook.find_grade("explain", *of)
            grade.manual_score, grade.needs_manual_grade = 0.5, False
            gradebook.find_comment("explain", *of).manual_comment = "Well said."
            gradebook.db.commit()
        page = served.wait_for_page(name, "Well said.")
        assert "6.5 of 7 points" in page
        row = served.row(name)
        assert row.exercises[-1] == ["explain", 0.5, 1.0, "graded by hand"]
        assert "event=renewed" in served.said and served.said.count("event=started") == 1
        assert served.end() == 0
