"""What the gradebook has of a class, by a few questions, is what it has of each student."""

from datetime import UTC, datetime, timedelta

import pytest

from graders.course import Course
from graders.record.gradebook import points_of
from graders.record.overview import overview
from tests.record.recording import Recording
from tests.small_course import NAME

DUE = datetime(2026, 5, 1, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    made = Recording(tmp_path_factory.mktemp("overview") / "course")
    made.record("ada", made.filled())
    made.record("ben", made.filled(explain=""), test_double=None)
    made.give("ada", "explain", 0.5, extra=2.0)
    with Course(made.folder).gradebook() as gradebook:
        gradebook.add_student("carl")
        gradebook.find_assignment(NAME).duedate = DUE.replace(tzinfo=None)
        found = gradebook.find_submission(NAME, "ben")
        found.extension, found.notebooks[0].late_submission_penalty = timedelta(days=2), 100.0
        gradebook.db.commit()
    return Course(made.folder)


def test_the_whole_class_is_as_each_submission_by_itself(course):
    with course.gradebook() as gradebook:
        found = overview(gradebook)
        for student in ("ada", "ben"):
            one, points = found.recorded[student, NAME], points_of(gradebook, NAME, student)
            assert (one.points, one.max_points) == (points.given, points.max_points)
            (notebook,) = gradebook.find_submission(NAME, student).notebooks
            assert one.notebooks == [notebook.id]
    assert found.students == ["ada", "ben", "carl"] and found.due == {NAME: DUE}
    assert ("carl", NAME) not in found.recorded


def test_what_waits_what_is_late_and_what_was_given(course):
    with course.gradebook() as gradebook:
        recorded = overview(gradebook).recorded
    ada, ben = recorded["ada", NAME], recorded["ben", NAME]
    assert (ada.waiting, ben.waiting) == (0, 1)  # the machine has no points for `test_double`
    assert ada.total == ada.points == 8.5 and ada.extension == timedelta()
    assert ben.extension == timedelta(days=2) and ben.total == 0 < ben.points
