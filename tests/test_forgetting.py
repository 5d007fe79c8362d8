"""A student who is forgotten leaves no trace, and the others keep theirs."""

import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from graders.course import Course, CourseError
from graders.exchange import Receipt
from graders.forgetting import forget
from graders.record.pseudonyms import KEY
from graders.service.actions import Actions
from graders.service.paths import QUEUE, copy_of, page_of
from graders.service.queue import Queue
from graders.service.regrade import Requests
from tests.cli.command import run
from tests.record.recording import Recording
from tests.small_course import NAME

WHO, CANARY = "zq7student", "zq7canary"
pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")


def traces(folder: Path) -> list[Path]:
    """Return what holds a canary, in its name or its bytes."""
    found = []
    for path in folder.rglob("*"):
        inside = path.is_file() and b"zq7" in path.read_bytes().lower()
        if inside or "zq7" in str(path.relative_to(folder)).lower():
            found.append(path)
    return found


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """Of each student one test alone removes anything."""
    course = Recording(tmp_path_factory.mktemp("course") / "c")
    with Gradebook(course.url) as gradebook:
        gradebook.add_student("carl")
    for student in (WHO, "ada"):
        canary = CANARY if student == WHO else "usual"
        course.record(student, course.filled(double=f"def double(x):\n    return '{canary}'"))
        course.give(student, "explain", 1.0, comment=f"{canary} was here")
        course.record(student, course.filled(explain=f"Another {canary}."))
        course.give(student, "test_double", 0.5)
    with Gradebook(course.url) as gradebook:
        gradebook.update_or_create_student(
            WHO,
            first_name=CANARY,
            last_name=CANARY,
            email=f"{CANARY}@x.example",
            lms_user_id="zq77",
        )
    root = course.folder
    for path in ("set_aside", "feedback"):
        (root / path / WHO / NAME).mkdir(parents=True, exist_ok=True)
        (root / path / WHO / NAME / "f.txt").write_text(CANARY)
    (root / ".graders" / "results" / "ab").mkdir(parents=True)
    (root / ".graders" / "results" / "ab" / "cd").write_text(CANARY)
    for log in (".graders/grade.log", ".graders/grade.log.1", ".nbgrader.log"):
        (root / log).write_text(f"Converting submitted/{WHO}")
    for student in (WHO, "ada"):
        in_the_service(root, student)
    run("report", NAME, "--pseudonyms", cwd=root)
    assert WHO not in (root / "reports" / f"{NAME}.html").read_text()
    assert WHO in (root / KEY).read_text()
    run("report", NAME, cwd=root)
    return course


def in_the_service(root: Path, student: str) -> None:
    name = f"{student}+{NAME}+2026"
    (root / QUEUE).parent.mkdir(parents=True, exist_ok=True)
    queue = Queue(root / QUEUE)
    queue.add(name, Receipt(student, NAME, time.time()))
    number = max(one.id for one in queue.find("1"))
    queue.close()
    with closing(Requests(root / QUEUE)) as requests:
        reason = f"{CANARY} asks" if student == WHO else "usual"
        requests.ask(number, 1, student, NAME, "double", reason)
        requests.answer(requests.open(1)[0].id, reason, "emmy")
    with closing(Actions(root / QUEUE)) as actions:
        actions.note("emmy", "answered a request", student, NAME, reason)
    copy_of(root, name).mkdir(parents=True)
    (copy_of(root, name) / "x.ipynb").write_text(CANARY if student == WHO else "")
    page_of(root, number, NAME).parent.mkdir(parents=True, exist_ok=True)
    page_of(root, number, NAME).write_text(CANARY if student == WHO else "")


def test_nothing_is_left_of_who_is_forgotten_and_all_of_the_others(course):
    root = course.folder
    assert len(traces(root)) > 12
    ada = course.item("ada", "test_double")
    done = forget(Course(root), WHO)
    assert traces(root) == [] and done.left == []
    assert course.item("ada", "test_double") == ada
    assert (root / "earlier" / "ada").is_dir() and (root / "submitted" / "ada").is_dir()
    with closing(sqlite3.connect(root / QUEUE)) as database:
        for table in ("submissions", "requests"):
            assert database.execute(f"SELECT student FROM {table}").fetchall() == [("ada",)]
        query = "SELECT student, by FROM actions"  # who did it stays
        found = [("a student", "emmy"), ("ada", "emmy")]
        assert sorted(database.execute(query).fetchall()) == found
        logged = "SELECT DISTINCT submission FROM events"
        left = "SELECT id FROM submissions"
        assert database.execute(logged).fetchall() == database.execute(left).fetchall()
    with closing(sqlite3.connect(root / "gradebook.db")) as database:
        assert database.execute("SELECT count(*) FROM graders_answers").fetchone()[0] > 0
        known = {name for (name,) in database.execute("SELECT id FROM student")}
        assert "ada" in known and WHO not in known


def test_what_was_exported_is_named(course):
    (course.folder / "grades.csv").write_text("small,carl,7\n")
    done = run("forget", "carl", "--yes", cwd=course.folder)
    assert "Removed: gradebook" in done.stdout
    assert "Still mentions" in done.stdout and "grades.csv" in done.stdout


@pytest.mark.parametrize("name", ["", ".", "..", "../c", "nobody", "ad", "*"])
def test_a_name_that_is_none_removes_nothing(course, name):
    before = sorted(course.folder.rglob("*"))
    with pytest.raises(CourseError):
        forget(Course(course.folder), name)
    assert sorted(course.folder.rglob("*")) == before


def test_a_link_is_removed_and_not_followed(course, tmp_path):
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept" / "file").write_text("kept")
    (course.folder / "feedback" / "linked").symlink_to(tmp_path / "kept")
    forget(Course(course.folder), "linked")
    assert (tmp_path / "kept" / "file").read_text() == "kept"
