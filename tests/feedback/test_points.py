"""Page, report and exported table say the same of the points, whoever gave them."""

import csv
import re
from datetime import datetime, timedelta

import pytest
from nbgrader.apps import NbGraderAPI
from nbgrader.plugins import CsvExportPlugin

from graders.cli.report import points_table
from graders.course import Course
from tests.record.recording import Recording
from tests.small_course import NAME


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    return Recording(tmp_path_factory.mktemp("points") / "course")


def plain(html: str) -> str:
    """Return a page's text, blanks as one."""
    return re.sub(r"\s+", " ", re.sub(r"<style.*?</style>|<[^>]*>", " ", html, flags=re.DOTALL))


def page(course, student: str) -> str:
    """Return the text of a page that nbgrader's own command writes now."""
    done = NbGraderAPI(config=Course(course.folder).config).generate_feedback(
        NAME, student, force=True
    )
    assert done["success"], done
    return plain(course.page(student))


def reported(course, student: str) -> tuple[float, dict]:
    table = points_table(Course(course.folder), NAME)
    (row,) = [row for row in table.rows if row.student == student]
    return row.total, row.points


def exported(course, student: str) -> float:
    with Course(course.folder).gradebook() as gradebook:
        plugin = CsvExportPlugin(to=str(course.folder / "grades.csv"), student=[student])
        plugin.export(gradebook)
    with open(course.folder / "grades.csv") as file:
        (row,) = list(csv.DictReader(file))
    return float(row["score"])


def test_an_answer_that_nobody_has_read_is_not_graded_yet(course):
    course.record("unread", course.filled())
    text = page(course, "unread")
    assert f"{NAME} 6 of 7 points so far; 1 not graded yet" in text
    assert "A person has yet to look at: explain ." in text
    assert "Your answer not graded yet (of 1)" in text and "0 of 1" not in text
    assert "explain · of 1 not graded yet" in text
    assert plain(course.page("unread")) == text  # as written with the grades
    assert reported(course, "unread")[1]["explain"] is None


@pytest.mark.parametrize(
    ("score", "extra", "total"), [(0.5, None, 6.5), (0.0, None, 6.0), (1.0, 0.5, 7.5)]
)
def test_when_a_person_has_graded_then_nothing_contradicts_it(course, score, extra, total):
    student = f"graded-{score}"
    course.record(student, course.filled())
    course.give(student, "explain", score, extra, "Read.")
    text = page(course, student)
    assert f"{NAME} {total:g} of 7 points" in text and "not graded yet" not in text
    assert "Comments on: explain ." in text
    worth = score + (extra or 0)
    said = "graded by hand, with extra credit" if extra else "graded by hand"
    assert f"explain {worth:g} of 1 {said}" in text
    assert f"Your answer Score: {worth:g} of 1" in text and "Comment: Read." in text
    assert "to be graded by hand" not in text
    assert reported(course, student) == (total, {
        "double": 1.0, "shifted": 4.0, "slow": 1.0, "explain": worth,
    })  # fmt: skip
    assert exported(course, student) == total


def test_a_test_that_a_person_overruled_shows_their_points(course):
    course.record("overruled", course.filled(), test_slow=0.0, test_double=0.0)
    course.give("overruled", "test_slow", 1.0)
    course.give("overruled", "test_double", None, 0.25)
    text = page(course, "overruled")
    assert "Graded by hand (the test: partial) · 1 of 1 points" in text
    assert "Partial · 0.25 of 1 points" in text and "0.25 of it extra credit" in text
    assert "slow 1 of 1 graded by hand" in text
    assert "double 0.25 of 1 partial, with extra credit" in text
    assert reported(course, "overruled")[0] == exported(course, "overruled") == 5.25


def test_a_grader_error_is_not_a_zero(course):
    course.record("error", course.filled(), test_slow=None)
    text = page(course, "error")
    assert "slow · of 1 grader error" in text
    assert "Test test_slow Grader error · 1 points" in text
    assert "5 of 7 points so far; 2 not graded yet" in text
    assert reported(course, "error")[1]["slow"] is None


def test_an_emptied_answer_waits_and_says_so(course):
    course.record("emptied", course.filled())
    course.give("emptied", "explain", 1.0)
    course.record("emptied", course.filled(explain=""))
    text = page(course, "emptied")
    assert "explain 0 of 1 not answered, to be looked at again" in text
    assert "Score: 0 of 1; a person will look at it again" in text
    table = points_table(Course(course.folder), NAME)
    (row,) = [row for row in table.rows if row.student == "emptied"]
    assert row.again == {"explain"} and "look again" in table.legend()


def test_a_penalty_for_lateness_is_taken_off_everywhere(course):
    course.record("late", course.filled())
    with Course(course.folder).gradebook() as gradebook:
        submission = gradebook.find_submission(NAME, "late")
        submission.timestamp = datetime(2026, 1, 2) + timedelta(hours=1)
        submission.notebooks[0].late_submission_penalty = 2.5
        gradebook.db.commit()
    text = page(course, "late")
    assert "3.5 of 7 points so far" in text and "Handed in late: 2.5 points are taken off" in text
    assert reported(course, "late")[0] == exported(course, "late") == 3.5
