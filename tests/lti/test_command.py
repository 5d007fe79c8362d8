"""`graders lti` on a course: the roster comes, grades go, and what is not final stays."""

import shutil
from datetime import UTC, datetime, timedelta

import pytest

from graders.course import Course
from graders.lti import keys
from graders.lti.outbox import Outbox
from graders.lti.settings import FOLDER, settings_of
from graders.service.sending import Sender
from tests.cli.command import run
from tests.lti.learning_platform import INSTRUCTOR, LearningPlatform
from tests.record.recording import Recording
from tests.small_course import NAME

pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")
HUB = "https://hub.example.org/services/grading-c"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    made = Recording(tmp_path_factory.mktemp("lti") / "course")
    for student in ("lti-3", "lti-4"):
        made.record(student, made.filled())
    made.record("lti-5", made.filled(), test_double=None)  # waits for a person
    for student in ("lti-3", "lti-4", "lti-5"):
        made.give(student, "explain", 1.0)
    return made


@pytest.fixture
def course(made, pair, tmp_path):
    """The course with a platform of its own."""
    there = LearningPlatform()
    for user, name in (("3", "Ada Lovelace"), ("4", "Ben B"), ("5", "Carl C")):
        there.add(user, name)
    there.add("9", "Emmy Noether", INSTRUCTOR)
    folder = tmp_path / "course"
    shutil.copytree(made.folder, folder)
    shutil.copytree(pair / FOLDER, folder / FOLDER)
    there.tool_keys = keys.key_set(folder)
    with there.serving():
        with open(folder / "nbgrader_config.py", "a") as file:
            file.write(there.lines() + f"c.LTI.address = {HUB!r}\n")
        there.folder = folder
        yield there


def lti(course, *arguments):
    return run("lti", *arguments, cwd=course.folder)


def points(course):
    return {user: one["scoreGiven"] for (_, user), one in course.scores.items()}


def give(folder, student, name, score):
    with Course(folder).gradebook() as gradebook:
        grade = gradebook.find_grade(name, NAME, NAME, student)
        grade.manual_score, grade.needs_manual_grade = score, False
        gradebook.db.commit()


def test_roster_and_grades(course):
    tried = lti(course, "roster")
    assert tried.returncode == 0 and "Nothing is changed" in tried.stdout
    assert "Ada Lovelace" in tried.stdout and "no student" in tried.stdout
    unknown = lti(course, "send")
    assert not course.scores and "not in the platform's roster" in " ".join(unknown.stdout.split())
    assert lti(course, "roster", "--write").returncode == 0
    sent = lti(course, "send")
    assert sent.returncode == 0 and set(points(course)) == {"3", "4"}, sent
    assert "waits for a person" in sent.stdout and "sent" in sent.stdout
    assert course.scores[NAME, "3"]["comment"] == f"Feedback: {HUB}/"
    count = len(course.received)
    lti(course, "send")
    assert len(course.received) == count
    give(course.folder, "lti-5", "test_double", 0.0)
    give(course.folder, "lti-3", "explain", 0.0)
    before = points(course)["3"]
    lti(course, "send")
    assert points(course)["3"] < before and "5" in points(course)
    # Forgotten here; what the platform has is the platform's.
    assert run("forget", "lti-3", "--yes", cwd=course.folder).returncode == 0
    assert not any(
        b"lti-3" in path.read_bytes() for path in (course.folder / FOLDER).glob("*.sqlite*")
    )


def test_what_students_are_not_shown_is_not_sent(course):
    lti(course, "roster", "--write")
    with open(course.folder / "nbgrader_config.py", "a") as file:
        file.write('c.Policy.feedback_until_due = "nothing"\n')

    def set_due(moment):
        with Course(course.folder).gradebook() as gradebook:
            gradebook.find_assignment(NAME).duedate = moment
            gradebook.db.commit()

    now = datetime.now(UTC).replace(tzinfo=None)
    set_due(now + timedelta(days=1))
    assert "after the due date" in " ".join(lti(course, "send").stdout.split())
    assert not course.scores
    set_due(now - timedelta(days=1))
    lti(course, "send")
    assert set(points(course)) == {"3", "4"}


def test_refused_and_away(course):
    lti(course, "roster", "--write")
    course.line_items["1"] = {
        "id": f"{course.address}/gone/9",
        "resourceId": NAME,
        "tag": "graders",
    }
    refused = lti(course, "send")
    assert refused.returncode == 1 and "refused" in refused.stdout
    course.answers["POST /token"] = lambda one: one.send_error(503)
    away = lti(course, "send", "--refused")
    assert away.returncode == 1 and "does not take grades" in away.stdout and "503" in away.stdout
    course.answers.clear()
    course.line_items.clear()
    settings = settings_of(Course(course.folder).config)
    outbox = Outbox(course.folder, settings)
    outbox.set_line_item(NAME, "")
    outbox.close()
    assert lti(course, "send", "--refused").returncode == 0
    assert lti(course, "status").returncode == 0 and set(points(course)) == {"3", "4"}


def test_the_service_sends_by_itself_and_alone(course):
    lti(course, "roster", "--write")
    sender = Sender(Course(course.folder))
    assert sender.take_turn() == 0  # it settles first
    outbox = Outbox(course.folder, settings_of(Course(course.folder).config))
    outbox.ask_again()
    with outbox.sending():
        assert sender.take_turn() == 0
        assert "The grading service is sending" in lti(course, "send").stdout
    assert sender.take_turn() == 2 and set(points(course)) == {"3", "4"}
    assert sender.take_turn() == 0
    outbox.close()


def test_keys_and_what_is_missing(course):
    said = lti(course, "keys").stdout
    assert f"{HUB}/lti/keys" in said and "BEGIN PUBLIC KEY" in said and "PRIVATE KEY" not in said
    assert "c.LTI.client_id = …   # is set" in said
    shutil.rmtree(course.folder / FOLDER)
    missing = lti(course, "send")
    assert missing.returncode == 1 and "graders lti keys" in missing.stderr
    with open(course.folder / "nbgrader_config.py", "a") as file:
        file.write('c.LTI.memberships = ""\n')
    assert "c.LTI.memberships" in lti(course, "roster").stderr
