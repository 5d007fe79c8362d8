"""What one student hands in costs nobody else anything: honest ones before and after are graded."""

import json
import logging
import zipfile
from types import SimpleNamespace

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell
from sqlalchemy.exc import IntegrityError
from typer import Exit

from graders.batch import submission as submissions
from graders.batch.local import LocalWorkers
from graders.cli.commands import grading
from graders.course import Course, CourseError
from graders.feedback.filters import NOTE
from graders.feedback.preprocessors import FeedbackPage
from graders.intake.limits import MAX_CELLS, MAX_CHARACTERS, MAX_FILES, MAX_SOURCE
from graders.record.converters import Recorder
from graders.record.preprocessor import Record
from tests.conftest import IMPORTS
from tests.grading_course import Class
from tests.small_course import NAME, find

RIGHT = {"test_double": 1, "test_shifted": 2, "test_shifted__quality": 2, "test_slow": 1}


def points(course, student):
    found = course.gradebook().get(student, {})
    return {name: score for name, (score, *_) in found.items() if name in RIGHT}


def page(course, student):
    return (course.folder / "feedback" / student / NAME / f"{NAME}.html").read_text()


def with_cells(course, *cells):
    notebook = course.filled()
    notebook.cells[1:1] = cells
    return notebook


def naming_each_other(number, size):
    """Return helper cells each of which names all others as far as there is room."""
    for i in range(number):
        body = " + ".join(f"h{(i + k) % number}" for k in range(1, size // 8))
        yield new_code_cell(f"def h{i}():\n    return {body}")


# To be rendered: the points are those of the right answers, and the page shows what was written.
RENDERED = {
    "links": lambda c: c.filled(explain="[](files/" * 5000),
    "brackets": lambda c: c.filled(explain="[" * 400_000),
    "names": lambda c: with_cells(c, new_markdown_cell("```python\ns = '" + r"\N{" * 150_000)),
    "colours": lambda c: with_cells(c, new_code_cell("print('\\x1b[31ma\\n' * 5000)\n" * 20)),
}
# To be read: nobody gets or loses points, and a person is told why.
UNREAD = {
    "helpers": (lambda c: with_cells(c, *naming_each_other(1900, 15_000)), MAX_CHARACTERS.message),
    "cells": (lambda c: with_cells(c, *[new_code_cell("1")] * 2001), MAX_CELLS.message),
    "long": (lambda c: c.filled(double="#" * 500_001), MAX_SOURCE.message),
    "nested": (lambda c: b'{"cells": ' + b"[" * 200_000, "nested too deeply"),
    "digits": (lambda c: b'{"cells": ' + b"9" * 200_000 + b"}", "not valid JSON"),
}


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """A class in which hostile ones stand between two honest ones, graded once."""
    course = Class(tmp_path_factory.mktemp("hostile") / "course")
    for name in ("a-honest", "z-honest"):
        course.submit(name, course.filled(explain=name))
    for name, make in RENDERED.items():
        course.submit(name, make(course))
    for name, (make, _) in UNREAD.items():
        course.submit(name, make(course))
    for name, stamp in TIMESTAMPS.items():
        path = course.submit(name, course.filled(explain=name))
        (path.parent / "timestamp.txt").write_bytes(stamp)
    files = course.submit("files", course.filled(explain="files")).parent
    for number in range(MAX_FILES):
        (files / f"{number}.txt").touch()
    with zipfile.ZipFile(course.folder / "submitted" / "bomb.zip", "w", 8) as file:
        for number in range(30):
            file.writestr(f"{number}.ipynb", b" " * 10**7)
    (course.folder / "submitted" / "bomb").mkdir()
    (course.folder / "submitted" / "bomb.zip").rename(course.folder / "submitted/bomb/work.zip")
    return course, course.grade()


TIMESTAMPS = {
    "time-long": b"1 " * 10_000_000,
    "time-words": b"2026-01-01 " * 500_000,
    "time-binary": bytes(range(256)) * 1000,
    "time-none": b"tomorrow",
    "time-far": b"9999-12-31 23:59:59 -1200",
}


@pytest.mark.exhaustive
@pytest.mark.parametrize("student", ["a-honest", "z-honest", *RENDERED, *TIMESTAMPS, "files"])
def test_who_can_be_read_has_the_points(graded, student):
    course, outcomes = graded
    assert not outcomes[student].error and not outcomes[student].needs_attention
    assert points(course, student) == RIGHT


@pytest.mark.exhaustive
def test_what_cannot_be_rendered_is_shown_as_it_was_written(graded):
    course, _ = graded
    assert NOTE in page(course, "brackets") and "[" * 400_000 in page(course, "brackets")
    assert NOTE in page(course, "names") and r"\N{" * 100_000 in page(course, "names")
    assert "files/" * 3 not in page(course, "a-honest") and NOTE not in page(course, "z-honest")


@pytest.mark.exhaustive
@pytest.mark.parametrize("student", UNREAD)
def test_what_cannot_be_read_needs_attention_and_costs_no_points(graded, student):
    course, outcomes = graded
    assert UNREAD[student][1] in outcomes[student].reason
    assert set(points(course, student).values()) == {None}
    assert "no points were given or taken" in page(course, student)


@pytest.mark.exhaustive
def test_what_is_set_aside_is_named(graded):
    _, outcomes = graded
    for student in TIMESTAMPS:
        assert any("timestamp.txt is not a time" in note for note in outcomes[student].notes)
    assert any(MAX_FILES.message in note for note in outcomes["files"].notes)


@pytest.mark.exhaustive
def test_plain_nbgrader_comes_to_the_same(graded, tmp_path):
    course = graded[0].copy(tmp_path / "course")
    states = {state for _, state in course.autograde("helpers").values()}
    assert states == {"could not be read"}
    assert NOTE in course.feedback("brackets")


@pytest.mark.exhaustive
def test_cells_just_within_the_limits_cost_their_own_worker_alone(graded, tmp_path):
    course = graded[0].copy(tmp_path / "course")
    course.submit("m", with_cells(course, *naming_each_other(1900, 2000)))
    blanks = " " * 499_990 + "!"
    course.submit("n", with_cells(course, *[new_code_cell(blanks)] * 3))
    course.submit("o", course.filled(double="\n" * 400_000 + "x"))
    outcomes = course.grade(students=["a-honest", "m", "n", "o", "z-honest"], force=True)
    assert not any(outcome.error for outcome in outcomes.values())
    assert points(course, "a-honest") == points(course, "z-honest") == RIGHT
    assert points(course, "m") == RIGHT


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """A class of three, not graded yet."""
    return Class(tmp_path_factory.mktemp("class") / "course", 3)


def fails(monkeypatch, owner, name, error, is_for):
    """Put an exception into a stage for one student."""
    original = getattr(owner, name)

    def failing(*arguments, **options):
        if is_for(*arguments):
            raise error
        return original(*arguments, **options)

    monkeypatch.setattr(owner, name, failing)


STAGES = {
    "files": (
        submissions, "prepare", UnicodeEncodeError("utf-8", "\udcff", 0, 1, "surrogates"),
        lambda folder, *_: folder.parent.name == "s1",
    ),
    "reading": (
        submissions.Submission, "_plan", RecursionError("maximum recursion depth exceeded"),
        lambda one, *_: one.student == "s1",
    ),
    "results": (
        submissions.Submission, "_finish", MemoryError(), lambda one, *_: one.student == "s1",
    ),
    "points": (
        Record, "preprocess", IntegrityError("INSERT", {}, Exception("UNIQUE")),
        lambda step, nb, resources: resources["nbgrader"]["student"] == "s1",
    ),
    "recording": (
        Recorder, "__call__", KeyError("no such cell"),
        lambda recorder, assignment, student, executed: student == "s1",
    ),
    "page": (
        FeedbackPage, "preprocess", RecursionError("maximum recursion depth exceeded"),
        lambda step, nb, resources: resources["nbgrader"]["student"] == "s1",
    ),
}  # fmt: skip


@pytest.mark.parametrize("stage", STAGES)
def test_whatever_fails_for_one_stops_nobody_else(stage, small, tmp_path, monkeypatch, caplog):
    course = small.copy(tmp_path / "course")
    fails(monkeypatch, *STAGES[stage])
    with caplog.at_level(logging.ERROR):
        outcomes = course.grade()
    assert [s for s, outcome in outcomes.items() if outcome.needs_attention] == ["s1"]
    assert outcomes["s1"].error and "\n" not in outcomes["s1"].error
    assert "Traceback" in caplog.text and type(STAGES[stage][2]).__name__ in caplog.text
    assert points(course, "s0") == RIGHT and points(course, "s2")["test_shifted"] == 0
    if stage == "page":
        monkeypatch.undo()  # and it is graded when whatever it was is mended
        assert not course.grade()["s1"].needs_attention and points(course, "s1") == RIGHT


@pytest.mark.exhaustive
def test_an_execution_that_fails_is_its_own(small, tmp_path):
    course = small.copy(tmp_path / "course")
    workers = LocalWorkers(2, imports=IMPORTS)
    submit, handed_out = workers.submit, []

    def failing(task):
        handed_out.append(task)
        return submit(SimpleNamespace(files=None) if len(handed_out) == 2 else task)

    workers.submit = failing
    outcomes = course.grade(workers)
    (failed,) = [outcome for outcome in outcomes.values() if outcome.needs_attention]
    assert "could not be executed: TypeError" in failed.error or "Error" in failed.error
    assert len(outcomes) == 3


def test_the_command_says_where_the_traceback_is(small, tmp_path, monkeypatch, capsys):
    course = small.copy(tmp_path / "course")
    fails(monkeypatch, *STAGES["reading"])
    with pytest.raises(Exit):
        grading.grade(NAME, ["s0", "s1"], 1, None, False, False, None, course.folder)
    shown = capsys.readouterr().out
    assert "s1: it could not be read: RecursionError" in shown and grading.LOG in shown
    written = (course.folder / grading.LOG).read_text()
    assert "Traceback" in written and f"{NAME} of s1" in written
    assert points(course, "s0") == RIGHT


@pytest.mark.exhaustive
def test_a_gradebook_that_is_gone_ends_it(small, tmp_path):
    course = small.copy(tmp_path / "course")
    opened = Course(course.folder)
    steps = submissions_of(opened)
    next(steps)
    (course.folder / "gradebook.db").write_bytes(b"no database" * 1000)
    with pytest.raises(CourseError, match="gradebook cannot be used"):
        list(steps)


def submissions_of(course):
    from graders.batch.submissions import grade

    return grade(course, NAME, workers=LocalWorkers(1, imports=IMPORTS))


@pytest.mark.exhaustive
def test_a_notebook_with_large_outputs_is_read(graded, tmp_path):
    """32 MB of what was saved are no reason to leave a student out."""
    course = graded[0].copy(tmp_path / "course")
    notebook = course.filled(explain="large")
    find(notebook, "show").outputs = [
        {"output_type": "stream", "name": "stdout", "text": ["x" * 100 + "\n"] * 330_000}
    ]
    course.submit("large", json.dumps(notebook).encode())
    outcome = course.grade(students=["large"])["large"]
    assert "saved outputs were left out" in outcome.notes[0] and not outcome.needs_attention
    assert points(course, "large") == RIGHT
