"""The grading service without a hub: the exchange, a real gradebook, real kernels."""

import os
import random
import signal
import time
from datetime import UTC, datetime, timedelta

import nbformat
import psutil
import pytest

from graders.course import Course
from graders.record.earlier import EarlierSubmissions
from graders.record.gradings import AGAIN, HANDED_IN, Gradings
from graders.service.paths import page_of
from graders.service.policy import Policy
from graders.service.publisher import Publisher
from graders.service.queue import NEEDS_ATTENTION, Stage
from graders.service.receiver import Receiver
from tests.grading_course import NAME
from tests.small_course import find
from tests.system.hub.accounts import open_folder
from tests.system.hub.handing_in import STUDENTS
from tests.system.hub.served import COURSE, IDENTITY, Served, running

WRONG = "def double(x):\n    return 3 * x"
ADA, BEN = STUDENTS[:2]
# Once here; `make hub-faults` sets more.
KILLED = int(os.environ.get("FAULT_ROUNDS", "1"))

pytestmark = pytest.mark.exhaustive


@pytest.fixture(scope="module")
def service():
    """A running service that serves all tests that do not end it."""
    with open_folder() as folder:
        served = Served(folder, "c.Policy.gradings_per_day = 3\n")
        served.start()
        served.wait(served.grader)  # a signal that comes before would end it as it ends any program
        yield served
        assert served.end() == 0


@pytest.fixture
def other(request):
    """A service of a test's own, with lines of configuration."""
    with open_folder() as folder:
        yield (served := Served(folder, getattr(request, "param", "")))
        if served.process and served.process.poll() is None:
            served.end()


def points(served, student):
    return {name: score for name, (score, *_) in served.course.gradebook()[student].items()}


def test_a_submission_comes_back_graded_and_a_resubmission_too(service):
    first = service.hand_in(ADA, service.course.filled(double=WRONG))
    page = service.wait_for_page(first, "double([1, 2]) is [2, 4]")
    assert "SECRET" not in page and points(service, ADA)["test_double"] == 0
    second = service.hand_in(ADA, service.course.filled())
    page = service.wait_for_page(second, "Passed")
    assert points(service, ADA)["test_double"] == 1
    # The page of the first submission is still the first's.
    assert "double([1, 2]) is [2, 4]" in service.page(first) != page
    rows = [service.row(first), service.row(second)]
    assert [row.stage for row in rows] == [Stage.GRADED] * 2
    assert [row.points for row in rows] == [5, 6] and rows[0].max_points == 7
    with Course(service.course.folder).gradebook() as gradebook:
        stamp = gradebook.find_submission(NAME, ADA).timestamp.replace(tzinfo=UTC).timestamp()
    assert stamp == pytest.approx(rows[1].received, abs=1e-3)


@pytest.mark.skipif(IDENTITY != "accounts", reason="without root all is one account's")
def test_a_forged_submission_changes_nothing_and_its_maker_is_told(service):
    before = service.course.gradebook().get("man")
    name = service.hand_in("man", service.course.filled(), owner=BEN)
    page = service.exchange.inbound / name / "feedback.html"
    service.wait(page.exists)
    assert "not the account&#39;s own" in page.read_text()
    assert service.course.gradebook().get("man") == before
    row = service.row(name)
    assert (row.student, row.stage) == (BEN, Stage.REFUSED)


def test_an_unreadable_notebook_comes_back_with_the_reason(service):
    name = service.hand_in("news", b"{ no notebook")
    assert "it is not valid JSON" in service.wait_for_page(name, "note from the grader")


def test_an_assignment_that_does_not_exist_is_refused(service):
    name = service.hand_in("mail", b"{}")
    inbound = service.exchange.inbound
    other = name.replace(f"+{NAME}+", "+imaginary+")
    # The folder of a submission that is graded already, once more under another assignment.
    os.rename(inbound / name, inbound / other)
    service.wait(lambda: service.row(other))
    row = service.row(other)
    assert row.stage == Stage.REFUSED and "no assignment 'imaginary'" in row.reason


def test_over_the_daily_limit_a_submission_waits_and_says_so(service):
    names = [service.hand_in("lp", service.course.filled(double=WRONG)) for _ in range(4)]
    page = service.wait_for_page(names[3], "graded by itself at")
    assert "3 submissions" in page and service.row(names[3]).stage == Stage.HELD
    service.wait_for_page(names[2], "double([1, 2])")
    newest = service.hand_in("lp", service.course.filled())
    service.wait_for_page(names[3], "replaced by a newer submission")
    assert service.queue.again(service.row(newest).id)  # an instructor's button
    service.wait_for_page(newest, "Passed")


def test_the_grader_is_started_again_when_it_is_killed(service):
    before = service.grader()
    names = [service.hand_in(student, service.course.filled()) for student in STUDENTS[6:9]]
    service.wait(lambda: service.queue.find("stage = 'grading'"))
    os.kill(before, signal.SIGKILL)
    for name in names:
        service.wait_for_page(name, "Passed")
        assert service.row(name).gradings == 1
    assert service.grader() != before


def test_an_instructor_has_a_submission_graded_again(service):
    name = service.hand_in("uucp", service.course.filled())
    service.wait_for_page(name, "Passed")
    shown = service.row(name).shown
    assert service.queue.again(service.row(name).id)
    service.wait(lambda: service.row(name).gradings == 2 and service.row(name).shown != shown)


def test_a_corrected_test_touches_what_counts_whichever_way_it_is_graded_again(other):
    """The service grades what was restored, and tells what the command line has graded."""
    other.start()
    for answers in ({"slow": "def slow(x):\n    return 0"}, {}):
        name = other.hand_in(ADA, other.course.filled(**answers))
        other.wait_for_page(name, "Passed")
    other.wait(lambda: other.row(name).stage == Stage.GRADED)
    course = Course(other.course.folder)
    history = Gradings(course.root, ADA, NAME)
    kept = EarlierSubmissions(course.root, ADA, NAME)
    kept.restore(kept.all()[0].name, course.folder("submitted", ADA, NAME))

    def correct(source):
        path = course.folder("source", ".", NAME) / f"{NAME}.ipynb"
        notebook = nbformat.read(path, 4)
        find(notebook, "test_slow").source = source
        nbformat.write(notebook, path)
        course.release(NAME)

    correct("assert slow(3) == 0, 'slow(3) is 0'")
    assert other.queue.all_again([other.row(name).id]) == 1
    other.wait(lambda: other.row(name).gradings == 2)
    assert [(one.why, one.total) for one in history.all()] == [
        (HANDED_IN, 5.0), (HANDED_IN, 6.0), (AGAIN, 6.0),
    ]  # fmt: skip
    assert history.all()[2].reason == "a test of slow was corrected"
    assert history.all()[2].before.total == 5.0
    correct("assert slow(3) == 3, 'slow(3) is 3'")
    other.course.grade()  # as `graders grade` does
    other.wait(lambda: other.row(name).points == 5.0)
    last = history.all()[-1]
    assert (last.why, last.before.total, last.total) == (AGAIN, 6.0, 5.0)
    assert last.reason == "a test of slow was corrected"


def test_a_second_service_on_the_course_is_refused(service):
    first = service.process
    service.start()
    second, service.process = service.process, first
    assert second.wait(30) == 1
    assert "another grading service works on" in service.said


POINTS = """
c.Policy.feedback_until_due = "points"
c.LateSubmissionPlugin.penalty_method = "zero"
"""


@pytest.mark.parametrize("other", [POINTS], indirect=True, ids=["points"])
def test_points_alone_until_the_due_date_then_all_and_late_ones_lose_their_points(other):
    other.set_due(datetime.now(UTC).replace(tzinfo=None) + timedelta(hours=1))
    other.start()
    name = other.hand_in(ADA, other.course.filled(double=WRONG))
    page = other.wait_for_page(name, "of 7 points")
    assert "double([1, 2])" not in page and "after the assignment is due" in page
    other.set_due(datetime.now(UTC).replace(tzinfo=None) - timedelta(days=1))
    other.wait_for_page(name, "double([1, 2]) is [2, 4]")
    late = other.hand_in(BEN, other.course.filled())
    other.wait_for_page(late, "Passed")
    with Course(other.course.folder).gradebook() as gradebook:
        submission = gradebook.find_submission(NAME, BEN)
        assert submission.late_submission_penalty == submission.score == 6


SLEEPS = "import time\ndef double(x):\n    time.sleep(60)"


@pytest.mark.parametrize("other", ["c.Policy.first_try_seconds = 2\n"], indirect=True)
def test_one_that_hangs_gives_way_and_is_graded_in_the_end(other):
    other.start()
    other.wait(other.grader)
    slow = other.hand_in(ADA, other.course.filled(double=SLEEPS))
    other.wait(lambda: other.row(slow) and other.row(slow).tried)
    quick = [other.hand_in(student, other.course.filled()) for student in STUDENTS[1:7]]
    for name in quick:
        other.wait_for_page(name, "Passed")
        assert other.row(name).tried == 0
    other.wait_for_page(slow, "did not return within 8 s, most of which it slept")
    assert (other.row(slow).gradings, other.row(slow).stage) == (1, Stage.GRADED)
    assert points(other, ADA)["test_double"] == 0 and points(other, BEN)["test_double"] == 1


def kept(course, queue, text, **options):
    """Have the next submission graded, without grading it."""
    found = queue.start_next(**options)
    page = page_of(course.root, found.id, NAME)
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text(text)
    queue.finish(found.id, [["double", 1.0, 2.0, "partial"]], [], "")


def test_nothing_until_the_due_date_then_all(other):
    course, queue = Course(other.course.folder), other.queue
    policy = Policy(feedback_until_due="nothing")
    name = other.hand_in(ADA, other.course.filled())
    assert Receiver(other.exchange, queue, policy, course.root).receive() == 1
    kept(course, queue, "all of it")
    assert Publisher(course, other.exchange, queue, policy).give_all() == 1
    page = other.page(name)
    assert "is complete and was graded" in page and "points</h1>" not in page
    other.set_due(datetime.now(UTC).replace(tzinfo=None) - timedelta(seconds=1))
    # What is due is asked again after a while; another one has not asked yet.
    again = Publisher(course, other.exchange, queue, policy)
    assert (again.give_all(), again.give_all()) == (1, 0) and other.page(name) == "all of it"


def test_whose_submission_fails_hears_of_it_and_again_when_it_is_graded_after_all(other):
    """The two halves of the service by hand: a failure of the grader's cannot be ordered."""
    course, queue = Course(other.course.folder), other.queue
    name = other.hand_in(ADA, other.course.filled())
    assert Receiver(other.exchange, queue, Policy(), course.root).receive() == 1
    returns = Publisher(course, other.exchange, queue, Policy())
    for reason, force in (("the disk is full", False), ("the disk is still full", True)):
        queue.fail(queue.start_next(force).id, reason)
        returns.give_all()
        page = other.page(name)
        assert "Your submission is safe, but grading it failed" in page and reason not in page
        assert queue.find(NEEDS_ATTENTION)[0].attention == reason
        assert queue.again(other.row(name).id)
    kept(course, queue, "Passed", force=True)
    returns.give_all()
    assert other.page(name) == "Passed" and not queue.find(NEEDS_ATTENTION)


def test_killed_in_the_middle_it_grades_all_once(other):
    """Submissions come in while the service is killed again and again."""
    other.start()
    names = []
    for student in STUDENTS[:8]:
        names.append(other.hand_in(student, other.course.filled()))
    for _ in range(KILLED):
        other.wait(lambda: other.queue.find("stage = 'grading'"))
        time.sleep(random.uniform(0, 1))
        other.end(signal.SIGKILL)
        other.start()
    for name in names:
        other.wait_for_page(name, "Passed", 180)
    assert {row.gradings for row in other.queue.find()} == {1}
    assert sorted(row.name for row in other.queue.find()) == sorted(names)
    assert set(other.course.gradebook()) == set(STUDENTS[:8])
    family = psutil.Process(other.process.pid).children(recursive=True)
    assert family and other.end() == 0


def test_whichever_process_is_killed_nothing_is_lost_and_nothing_graded_twice(other):
    """The three processes by turns, at random moments, and the one that starts them."""
    other.start()
    modules = ["graders.service.exchanging", "graders.service.grader", "graders.service"]
    names = []
    for number in range(3 * KILLED):
        student = STUDENTS[number % len(STUDENTS)]
        names.append(other.hand_in(student, other.course.filled()))
        module = modules[number % 3]
        time.sleep(random.uniform(0, 2))
        if module == "graders.service":
            other.end(signal.SIGKILL)
            other.start()
            continue
        other.wait(lambda module=module: running(other.process.pid, module))
        for pid in running(other.process.pid, module):
            os.kill(pid, signal.SIGKILL)
    for name in names:
        other.wait_for_page(name, "Passed", 180)
    assert sorted((row.name, row.gradings) for row in other.queue.find()) == sorted(
        (name, 1) for name in names
    )
    assert other.end() == 0


def test_the_course_id_is_the_one_of_the_configuration(service):
    assert Course(service.course.folder).directory.course_id == COURSE
