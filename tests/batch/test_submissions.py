"""A whole class: in parallel, only what changed, and the same as nbgrader one by one."""

import os
import shutil
import sqlite3
import threading
import time

import nbformat
import pytest
from nbformat.v4 import new_code_cell
from nbgrader.apps import NbGraderAPI

from graders.batch.local import LocalWorkers
from graders.batch.submissions import follow, grade
from graders.cli.commands import grading
from graders.cli.report import points_table
from graders.course import Course, CourseError
from graders.notebook.exercises import read_notebook
from graders.record.earlier import EarlierSubmissions
from tests.conftest import IMPORTS
from tests.grading_course import NAME, Class
from tests.small_course import find
from tests.this_process import ThisProcess


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """A class of six, graded."""
    course = Class(tmp_path_factory.mktemp("class") / "course", 6)
    return course, course.grade()


@pytest.fixture
def course(graded, tmp_path):
    """A copy of it, to be changed."""
    return graded[0].copy(tmp_path / "course")


def points(course, student):
    return {name: score for name, (score, *_) in course.gradebook()[student].items()}


def test_all_are_graded_and_get_a_feedback_page(graded):
    course, outcomes = graded
    assert sorted(outcomes) == [f"s{i}" for i in range(6)]
    assert not any(outcome.needs_attention for outcome in outcomes.values())
    assert points(course, "s0") == {
        "test_double": 1, "test_shifted": 2, "test_shifted__quality": 2, "test_slow": 1,
        "explain": None,
    }  # fmt: skip
    assert points(course, "s2")["test_shifted"] == 0
    for student in outcomes:
        page = course.folder / "feedback" / student / NAME / f"{NAME}.html"
        assert page.read_text().rstrip().endswith("</html>")
        assert "SECRET" not in page.read_text()


@pytest.mark.exhaustive
def test_nbgrader_one_by_one_comes_to_the_same(graded, course):
    whole = graded[0].gradebook()
    for student in ("s0", "s2"):
        before = course.graded(student)
        page = (course.folder / "feedback" / student / NAME / f"{NAME}.html").read_text()
        assert course.feedback(student) == page
        course.autograde(student)
        after = course.graded(student)
        for one, other in zip(before.cells, after.cells, strict=True):
            assert one.source == other.source and one.get("outputs") == other.get("outputs")
            assert one.metadata == other.metadata
        assert course.gradebook()[student] == whole[student]


@pytest.mark.exhaustive
def test_the_order_and_the_number_of_workers_make_no_difference(graded, course, tmp_path):
    alone = Class(tmp_path / "alone", 6)
    students = [f"s{i}" for i in reversed(range(6))]
    alone.grade(ThisProcess(), students=students)
    assert alone.gradebook() == graded[0].gradebook()


def test_what_has_not_changed_is_not_graded_again(course):
    autograded = course.folder / "autograded" / "s0" / NAME / f"{NAME}.ipynb"
    before = autograded.stat().st_mtime_ns
    outcomes = course.grade()
    assert {outcome.plan for outcome in outcomes.values()} == {"unchanged"}
    assert autograded.stat().st_mtime_ns == before


def test_a_resubmission_alone_is_graded(course):
    wrong = course.graded("s1")
    find(wrong, "double").source = "def double(x):\n    return 3 * x"
    course.submit("s1", wrong)
    outcomes = course.grade()
    assert outcomes["s1"].plan == "changed" and outcomes["s1"].seconds > 0
    assert outcomes["s1"].changes == {"test_double": (1, 0)}
    assert {outcomes[f"s{i}"].plan for i in (0, 2, 3, 4, 5)} == {"unchanged"}


def test_after_a_test_was_corrected_only_what_it_touches_is_graded(course):
    course.change_test("test_slow", "assert slow(4) == 5, 'slow(4) is 5'")
    outcomes = course.grade()
    assert {o.plan for o in outcomes.values()} == {"changed tests of slow"}
    assert outcomes["s0"].changes == {"test_slow": (1, 0)}
    assert points(course, "s2")["test_shifted"] == 0 and points(course, "s2")["test_double"] == 1
    # `shifted` builds on `double`, so its result depends on whether that is right.
    course.change_test("test_double", "assert double(1) == 2, 'double(1) is 2'")
    assert {o.plan for o in course.grade().values()} == {"changed tests of double, shifted",
                                                        "changed tests of double"}  # fmt: skip


def test_a_dry_run_says_what_would_be_done_and_does_nothing(course):
    course.change_test("test_slow", "assert slow(4) == 5, 'slow(4) is 5'")
    before = course.gradebook()
    link = course.folder / "submitted" / "s0" / NAME / "link"
    link.symlink_to("/etc/passwd")
    outcomes = course.grade(dry_run=True)
    assert {o.plan for o in outcomes.values()} == {"changed tests of slow"}
    assert course.gradebook() == before and link.is_symlink()


@pytest.mark.exhaustive
def test_forced_all_is_graded_once_more(course):
    outcomes = course.grade(students=["s0"], force=True)
    assert outcomes["s0"].seconds > 0 and outcomes["s0"].changes == {}


def test_a_lost_feedback_page_is_written_again_without_executing(course):
    page = course.folder / "feedback" / "s0" / NAME / f"{NAME}.html"
    page.unlink()
    outcomes = course.grade()
    assert outcomes["s0"].plan == "to be recorded" and page.exists()
    assert outcomes["s0"].seconds == 0


def test_a_kept_result_that_is_damaged_is_not_taken(course):
    for path in (course.folder / ".graders").rglob("*"):
        if path.is_file():
            os.truncate(path, path.stat().st_size // 2)
    outcomes = course.grade(students=["s0", "s2"])
    assert all(outcome.seconds > 0 and not outcome.changes for outcome in outcomes.values())


def test_after_grading_by_hand_the_page_is_written_again(course):
    page = course.folder / "feedback" / "s0" / NAME / f"{NAME}.html"
    assert "Nearly all." not in page.read_text()
    with Course(course.folder).gradebook() as gradebook:
        grade = gradebook.find_grade("explain", NAME, NAME, "s0")
        grade.manual_score, grade.needs_manual_grade = 0.5, False
        gradebook.find_comment("explain", NAME, NAME, "s0").manual_comment = "Nearly all."
        gradebook.db.commit()
    plans = {name: outcome.plan for name, outcome in course.grade().items()}
    assert plans.pop("s0") == "to be recorded"
    assert set(plans.values()) == {"unchanged"}
    assert "Nearly all." in page.read_text()
    assert course.grade()["s0"].plan == "unchanged"
    assert course.gradebook()["s0"]["explain"] == (None, 0.5, False)


@pytest.mark.exhaustive
def test_points_that_a_person_gave_stay(course):
    with Course(course.folder).gradebook() as gradebook:
        grade = gradebook.find_grade("explain", NAME, NAME, "s0")
        grade.manual_score, grade.needs_manual_grade = 1.0, False
        gradebook.db.commit()
    course.change_test("test_slow", "assert slow(4) == 4")
    course.grade()
    assert course.gradebook()["s0"]["explain"] == (None, 1.0, False)
    course.submit("s0", course.filled(explain="answer 0", slow="def slow(x):\n    return 0"))
    course.grade()
    course.grade(students=["s0"], force=True)
    assert course.gradebook()["s0"]["explain"] == (None, 1.0, False)


@pytest.mark.exhaustive
def test_a_worse_resubmission_is_noted_and_can_be_undone(course, capsys):
    with Course(course.folder).gradebook() as gradebook:
        grade = gradebook.find_grade("explain", NAME, NAME, "s0")
        grade.manual_score, grade.needs_manual_grade = 0.5, False
        gradebook.db.commit()
    before = course.gradebook()["s0"]
    submitted = course.folder / "submitted" / "s0" / NAME / f"{NAME}.ipynb"
    handed_in = submitted.read_bytes()
    course.submit("s0", course.released)
    assert course.grade(students=["s0"])["s0"].fewer == (6.0, 0.0)
    assert sum(score for score in points(course, "s0").values()) == 0
    first, second = EarlierSubmissions(course.folder, "s0", NAME).all()
    if first.counts:  # handed in within one second
        first, second = second, first
    assert (first.points, second.points, second.counts) == (6.5, 0.0, True)
    grading.earlier(NAME, "s0", course.folder)
    assert "6.5" in capsys.readouterr().out
    grading.restore(NAME, first.name, "s0", course.folder)
    assert course.gradebook()["s0"] == before and submitted.read_bytes() == handed_in
    page = (course.folder / "feedback" / "s0" / NAME / f"{NAME}.html").read_text()
    assert "6.5 of 7 points" in page
    grading.restore(NAME, second.name, "s0", course.folder)
    assert course.gradebook()["s0"]["explain"] == (0.0, None, True)
    for name, moment in (("..", first.name), ("*", first.name), ("s0", "../s1"), ("s1", "x")):
        with pytest.raises(CourseError):
            grading.restore(NAME, moment, name, course.folder)


def test_damaged_and_missing_submissions_stop_nobody(course):
    course.submit("s0", b"{ no notebook")
    outcomes = course.grade(students=["s0", "nobody", "s1"])
    assert "there is no submitted/nobody" in outcomes["nobody"].error
    assert any("not valid JSON" in note for note in outcomes["s0"].notes)
    assert points(course, "s0")["test_double"] is None and outcomes["s1"].plan == "unchanged"


@pytest.mark.exhaustive
def test_a_gradebook_in_use_by_another_program_is_waited_for(course):
    course.change_test("test_slow", "assert slow(4) == 4")
    other = sqlite3.connect(course.folder / "gradebook.db", check_same_thread=False)
    other.execute("BEGIN EXCLUSIVE")
    held = []

    def release():
        time.sleep(8)
        held.append(True)
        other.rollback()

    # Held as soon as the first is given out: what is read before that is read.
    other.rollback()

    def hold(student):
        if not held:
            held.append(False)
            other.execute("BEGIN EXCLUSIVE")
            threading.Thread(target=release).start()

    outcomes = course.grade(students=["s0", "s1"], started=hold)
    assert True in held
    assert not any(outcome.error for outcome in outcomes.values())
    assert points(course, "s0")["test_slow"] == 1


def test_kernels_start_with_what_the_notebook_and_the_released_files_import(course):
    path = course.folder / "source" / NAME / f"{NAME}.ipynb"
    notebook = read_notebook(path)
    more = "%matplotlib inline", "def f():\n    import keras\n    from scipy.stats import chi"
    notebook.cells += [new_code_cell(source) for source in more]
    nbformat.write(notebook, path)
    (course.folder / "release" / NAME / "helper.py").write_text("import matplotlib.pyplot as plt\n")
    found = Course(course.folder).imports(NAME)
    assert {"numpy", "keras", "scipy.stats", "matplotlib.pyplot"} <= set(found)
    assert "matplotlib.backends.backend_agg" in found and "tensorflow" not in found


def test_a_test_that_was_changed_and_not_released_is_named(course):
    opened = Course(course.folder)
    assert opened.outdated(NAME) == []
    path = course.folder / "source" / NAME / f"{NAME}.ipynb"
    notebook = read_notebook(path)
    find(notebook, "test_slow").source = "assert slow(4) == 4"
    find(notebook, "double").source += "\n# a comment"
    nbformat.write(notebook, path)
    assert opened.outdated(NAME) == ["test_slow"]
    opened.config.CheckExercises.run = False
    opened.release(NAME)
    assert opened.outdated(NAME) == []


@pytest.mark.exhaustive
def test_an_assignment_may_have_two_notebooks(tmp_path):
    """Of the same names in both each has its own grade, and a page of its own."""
    course = Class(tmp_path / "course")
    folder = course.folder / "source" / NAME
    shutil.copy(folder / f"{NAME}.ipynb", folder / "second.ipynb")
    done = NbGraderAPI(config=course.config()).generate_assignment(NAME, force=True)
    assert done["success"], done
    course.submit("ada", course.filled())
    submitted = course.folder / "submitted" / "ada" / NAME
    wrong = course.filled(double="def double(x):\n    return x")
    nbformat.write(wrong, submitted / "second.ipynb")
    outcome = course.grade()["ada"]
    assert not outcome.needs_attention
    assert outcome.points[f"{NAME}: test_double"] == 1
    assert outcome.points["second: test_double"] == 0
    assert course.grade()["ada"].plan == "unchanged"
    feedback = course.folder / "feedback" / "ada" / NAME
    assert {path.stem for path in feedback.glob("*.html")} == {NAME, "second"}
    table = points_table(Course(course.folder), NAME)
    assert table.rows[0].points[f"{NAME}: double"] == 1
    assert table.rows[0].points["second: double"] == 0


def test_any_number_streams_through(graded, tmp_path):
    """No more submissions are read than the workers are busy with."""
    course = graded[0].copy(tmp_path / "course")
    started = []
    steps = grade(
        Course(course.folder),
        NAME,
        force=True,
        workers=LocalWorkers(1, imports=("numpy",)),
        started=started.append,
    )
    next(steps)
    assert len(started) <= 4 < 6
    steps.close()


@pytest.mark.exhaustive
def test_submissions_that_come_in_meanwhile_are_graded_too(course):
    """An iterator that had nothing more to give for a moment is asked again."""
    course.submit("late", course.filled(double="def double(x):\n    return 3 * x"))
    given = [(NAME, "late"), (NAME, "s0"), (NAME, "late")]
    outcomes = []

    class Incoming:
        """Gives the next when the one before is done."""

        asked = 0

        def __iter__(self):
            return self

        def __next__(self):
            self.asked += 1
            if not given or 3 - len(given) > len(outcomes):
                raise StopIteration
            return given.pop(0)

    incoming = Incoming()
    workers = LocalWorkers(2, imports=IMPORTS)
    try:
        for outcome in follow(Course(course.folder), incoming, workers):
            outcomes.append(outcome)
    finally:
        workers.close()
    assert incoming.asked > 4
    plans = [(outcome.student, outcome.assignment, outcome.plan) for outcome in outcomes]
    assert plans == [
        ("late", NAME, "new"), ("s0", NAME, "unchanged"), ("late", NAME, "unchanged"),
    ]  # fmt: skip
    assert points(course, "late")["test_double"] == 0


@pytest.mark.exhaustive
def test_what_cannot_be_read_needs_attention_each_time_and_the_work_is_found(course):
    """And plain nbgrader comes to the same."""
    work = nbformat.writes(course.filled(double="def double(x):\n    return 4 * x / 2"))
    submitted = course.folder / "submitted"
    course.submit("damaged", b"{ no notebook")
    (submitted / "copy" / NAME).mkdir(parents=True)
    (submitted / "copy" / NAME / f"{NAME}.ipynb").write_text(nbformat.writes(course.released))
    (submitted / "copy" / NAME / f"{NAME}-Copy1.ipynb").write_text(work)
    (submitted / "astray").mkdir()
    (submitted / "astray" / f"{NAME}.ipynb").write_text(work)
    (submitted / "absent" / "algebra").mkdir(parents=True)
    students = Course(course.folder).students(NAME)
    assert {"astray", "copy", "damaged"} < set(students) and "absent" not in students
    assert Course(course.folder).absent(NAME) == ["absent"]
    for _ in range(2):
        outcomes = course.grade(students=["damaged", "copy", "astray"])
        assert [s for s, outcome in outcomes.items() if outcome.needs_attention] == ["damaged"]
        assert "not valid JSON" in outcomes["damaged"].reason
        assert set(map(str, outcomes["damaged"].states.values())) == {"could not be read"}
        assert f"{NAME}-Copy1.ipynb was graded" in outcomes["copy"].notes[0]
        assert "beside the folder" in outcomes["astray"].notes[0]
        assert points(course, "copy")["test_double"] == points(course, "astray")["test_double"] == 1
    assert set(points(course, "damaged").values()) == {None}
    assert all(waits for *_, waits in course.gradebook()["damaged"].values())
    page = (course.folder / "feedback" / "damaged" / NAME / f"{NAME}.html").read_text()
    assert "not valid JSON" in page and "no points were given or taken" in page
    before = course.gradebook()
    for student in ("damaged", "copy", "astray"):
        course.autograde(student)
    assert course.gradebook() == before
