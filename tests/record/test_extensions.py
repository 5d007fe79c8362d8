"""More time for one student, and late days for all: penalties and pages follow."""

import pytest
from nbgrader.api import MissingEntry

from graders.course import Course, CourseError
from graders.record import extensions
from tests.cli.command import run
from tests.grading_course import Class
from tests.small_course import NAME

DUE = "2026-01-01 12:00:00 UTC"
LATE_BY_25_HOURS = "2026-01-02 13:00:00 UTC"
IN_TIME = "2026-01-01 11:59:00 UTC"


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """Two students: one is 25 hours late, and the penalty takes all points."""
    course = Class(tmp_path_factory.mktemp("late") / "course", 2)
    with open(course.folder / "nbgrader_config.py", "a") as file:
        file.write('c.LateSubmissionPlugin.penalty_method = "zero"\n')
    with Course(course.folder).gradebook() as gradebook:
        gradebook.update_or_create_assignment(NAME, duedate=DUE)
    for student, time in (("s0", LATE_BY_25_HOURS), ("s1", IN_TIME)):
        (course.folder / "submitted" / student / NAME / "timestamp.txt").write_text(time)
    course.grade()
    return course


@pytest.fixture
def course(graded, tmp_path):
    return graded.copy(tmp_path / "course")


def penalty(course, student: str) -> float:
    with Course(course.folder).gradebook() as gradebook:
        return gradebook.find_submission(NAME, student).late_submission_penalty or 0.0


def page(course, student: str) -> str:
    return (course.folder / "feedback" / student / NAME / f"{NAME}.html").read_text()


def test_who_is_late_has_the_penalty_and_the_page_says_so(graded):
    assert penalty(graded, "s0") == 6 and penalty(graded, "s1") == 0
    assert "Handed in late: 6 points are taken off." in page(graded, "s0")
    assert "late" not in page(graded, "s1").partition("<main>")[0]


def test_an_extension_counts_when_it_is_graded_and_nothing_is_executed_again(course):
    done = run("extend", NAME, "--student", "s0", "--days", 1, "--hours", 2, cwd=course.folder)
    assert done.returncode == 0 and "s0" in done.stdout and "2026-01-02 14:00" in done.stdout
    outcomes = course.grade()
    plans = {student: outcome.plan for student, outcome in outcomes.items()}
    assert plans == {"s0": "to be recorded", "s1": "unchanged"}
    assert penalty(course, "s0") == 0
    assert "Your due date was put off to 02 Jan 2026, 14:00 UTC." in page(course, "s0")
    assert "put off" not in page(course, "s1")
    # No more: with neither days nor hours.
    assert run("extend", NAME, "--student", "s0", cwd=course.folder).returncode == 0
    course.grade()
    assert penalty(course, "s0") == 6 and "put off" not in page(course, "s0")


def test_an_extension_that_is_too_short_does_not_help(course):
    run("extend", NAME, "--student", "s0", "--hours", 24, cwd=course.folder)
    course.grade()
    assert penalty(course, "s0") == 6


def test_who_is_unknown_or_what_has_no_due_date_is_refused(course):
    done = run("extend", NAME, "--student", "s?", "--days", 1, cwd=course.folder)
    assert done.returncode == 1 and "nobody is called 's?'" in done.stderr
    with Course(course.folder).gradebook() as gradebook:
        gradebook.find_assignment(NAME).duedate = None
        gradebook.db.commit()
    done = run("extend", NAME, "--student", "s0", "--days", 1, cwd=course.folder)
    assert done.returncode == 1 and "no due date" in done.stderr
    assert not (course.folder / extensions.FILE).exists()


def test_before_anything_is_handed_in_it_can_be_granted(course):
    with Course(course.folder).gradebook() as gradebook:
        gradebook.add_student("paul")
        with pytest.raises(MissingEntry):
            gradebook.grant_extension(NAME, "paul", days=1)  # nbgrader's own way
    done = run("extend", NAME, "--student", "paul", "--days", 2, cwd=course.folder)
    assert done.returncode == 0
    assert (course.folder / extensions.FILE).read_text() == (
        f"student,assignment,hours\npaul,{NAME},48\n"
    )


@pytest.mark.parametrize("days", [1, 2])
def test_late_days_take_the_place_of_a_penalty_while_there_are_some(course, days):
    with open(course.folder / "nbgrader_config.py", "a") as file:
        file.write(f"c.Extend.late_days = {days}\n")
    course.grade()
    assert penalty(course, "s0") == (0 if days == 2 else 6)


def test_late_days_are_used_up_in_the_order_of_due_dates(course):
    with Course(course.folder).gradebook() as gradebook:
        gradebook.update_or_create_assignment("before", duedate="2025-12-01 12:00:00 UTC")
        with gradebook.db.no_autoflush:
            used = gradebook.add_submission("before", "s0")
        used.extension = extensions.DAY
        gradebook.db.commit()
    with open(course.folder / "nbgrader_config.py", "a") as file:
        file.write("c.Extend.late_days = 2\n")
    course.grade()
    assert penalty(course, "s0") == 6
    # A day that an instructor granted there is no late day.
    extensions.write(course.folder, {("s0", "before"): extensions.DAY})
    course.grade(force=True)
    assert penalty(course, "s0") == 0


@pytest.mark.parametrize("line", ["s0,small,many", "s0,small,-1", "s0", "s0,small,nan"])
def test_a_line_that_cannot_be_understood_is_named(course, line):
    (course.folder / extensions.FILE).write_text(f"student,assignment,hours\n{line}\n")
    with pytest.raises(CourseError, match=r"extensions\.csv, line 2"):
        course.grade()
