"""What an instructor graded by hand comes back to the student, on every level of the policy."""

from datetime import UTC, datetime, timedelta

import pytest
from nbgrader.apps import NbGraderAPI

from graders.batch.outcome import Outcome
from graders.course import Course, CourseError
from graders.exchange import Exchange, Receipt
from graders.notebook.results import State
from graders.record import extensions
from graders.service.grader import note
from graders.service.paths import QUEUE, page_of
from graders.service.policy import Policy
from graders.service.publisher import Publisher
from graders.service.queue import Queue
from tests.record.recording import Recording
from tests.small_course import NAME

STATES = {"test_double": State.PASSED, "explain": State.BY_HAND}


@pytest.mark.parametrize("level", ["full", "points"])
def test_what_a_person_graded_is_given_back_when_the_page_is_written_again(tmp_path, level):
    made = Recording(tmp_path / "course")
    course = Course(made.folder)
    exchange = Exchange(tmp_path, "exchange", "claimed")
    exchange.prepare()
    queue = Queue(course.root / QUEUE)
    (exchange.inbound / "ada 1").mkdir()
    answer = exchange.inbound / "ada 1" / "feedback.html"

    def given_back() -> str:
        publisher = Publisher(course, exchange, queue, Policy(feedback_until_due=level))
        return answer.read_text() if publisher.give_all() else ""

    made.record("ada", made.filled())
    queue.add("ada 1", Receipt("ada", NAME, 1000.0))
    note(course, queue, queue.start_next(), Outcome("ada", STATES, assignment=NAME))
    assert queue.find()[0].points == 6.0
    assert ("not graded yet" if level == "full" else "6 of 7 points") in given_back()
    assert given_back() == ""
    made.give("ada", "explain", 0.5, comment="Nearly all.")
    assert given_back() == ""  # the instructor says when
    done = NbGraderAPI(config=course.config).generate_feedback(NAME, "ada", force=True)
    assert done["success"], done
    assert ("Nearly all." if level == "full" else "6.5 of 7 points") in given_back()
    assert "Nearly all." in page_of(course.root, 1, NAME).read_text()
    assert given_back() == ""
    (row,) = queue.find()
    assert row.exercises[-1] == ["explain", 0.5, 1.0, "graded by hand"]
    queue.close()


def test_who_has_more_time_sees_the_whole_page_after_it(tmp_path):
    """Who hands in later must not have read what the hidden tests say about earlier work."""
    made = Recording(tmp_path / "course")
    course = Course(made.folder)
    exchange = Exchange(tmp_path, "exchange", "claimed")
    exchange.prepare()
    queue = Queue(course.root / QUEUE)
    with course.gradebook() as gradebook:
        gradebook.update_or_create_assignment(NAME, duedate=datetime.now(UTC) - timedelta(hours=1))
    extensions.write(course.root, {("ada", NAME): timedelta(days=1)})
    for student in ("ada", "ben"):
        (exchange.inbound / student).mkdir()
        made.record(student, made.filled())
        queue.add(student, Receipt(student, NAME, 1000.0))
        note(course, queue, queue.start_next(), Outcome(student, STATES, assignment=NAME))

    def shown() -> dict[str, str]:
        Publisher(course, exchange, queue, Policy(feedback_until_due="points")).give_all()
        return {row.student: row.shown.split()[0] for row in queue.find()}

    assert shown() == {"ada": "points", "ben": "full"}
    (course.root / extensions.FILE).write_text("student,assignment,hours\nada\n")
    with pytest.raises(CourseError, match="line 2"):
        shown()
    extensions.write(course.root, {("ada", NAME): timedelta(minutes=30)})
    assert shown() == {"ada": "full", "ben": "full"}
    queue.close()
