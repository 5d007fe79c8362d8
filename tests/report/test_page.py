"""The report on a class, from gradebook and graded notebooks to the page."""

import json
import re

import pytest
from nbgrader.api import Gradebook

from graders.course import Course
from graders.notebook.results import Result, State, write_result
from graders.report.attention import who_needs_attention
from graders.report.page import page
from graders.report.results import Category, read_class
from tests.cli.command import run
from tests.record.recording import Recording
from tests.report.synthetic import hand_in
from tests.small_course import NAME, find

HOSTILE = "<script>alert(1)</script><img src=http://evil.example/x>"


@pytest.fixture(scope="module")
def recorded(tmp_path_factory):
    """A class of which each student is a case of its own."""
    course = Recording(tmp_path_factory.mktemp("course") / "c")
    right = course.filled()
    course.record("ada", right)
    course.give("ada", "explain", 1.0)
    lost = {"test_double": 0.0, "test_shifted": 0.0, "test_slow": 0.0}
    course.record("<b>carl", right, test_shifted__quality=1.0, **lost)
    course.record("georg", right, test_slow=None)
    course.record("kurt", b"{")
    course.record("emmy", course.released)
    course.submit("nina", right)  # not graded yet
    (course.folder / "submitted" / "otto").mkdir()
    with Gradebook(course.url) as gradebook:
        gradebook.add_student("paul")
    return course


@pytest.fixture
def results(recorded):
    return read_class(Course(recorded.folder), NAME)


def entry(results, student, cell):
    (one,) = [one for one in results.students if one.student == student]
    return one.entries[NAME, cell]


def test_each_cell_has_its_category(results):
    assert entry(results, "ada", "test_double").category == Category.FULL
    assert entry(results, "ada", "explain").category == Category.FULL
    assert entry(results, "<b>carl", "test_shifted__quality").category == Category.PARTIAL
    assert entry(results, "<b>carl", "explain").category == Category.WAITS
    assert entry(results, "georg", "test_slow").category == Category.WAITS
    assert entry(results, "emmy", "explain").category == Category.NOT_ANSWERED


def test_who_has_no_points_yet_has_no_total(results):
    totals = {one.student: one.total for one in results.students}
    assert totals["ada"] == 7 and totals["georg"] == 5
    assert results.absent == ["otto", "paul"] and results.ungraded == ["nina"]


def test_who_needs_attention_is_named_with_the_reason(results):
    found = who_needs_attention(results)
    grader = {one.student: " ".join(one.reasons) for one in found.grader}
    assert "test_slow: grader error" in grader["georg"]
    assert "not graded yet" in grader["nina"]
    assert "kurt" in grader and "ada" not in grader
    assert {"otto", "paul"} <= {one.student for one in found.help}
    assert found.written == 2  # carl's and georg's; kurt's cannot be read


def test_the_page_needs_nothing_else_and_runs_nothing(recorded, results):
    text = page(results)
    assert "<script" not in text and "&lt;b&gt;carl" in text and "<b>carl" not in text
    sources = re.findall(r"""(?:src|href)\s*=\s*["']?([^"'\s>]*)""", text)
    assert all(source.startswith("#") for source in sources)
    assert "@import" not in text and 'lang="en"' in text
    ids = re.findall(r'\bid="([^"]*)"', text)
    assert len(ids) == len(set(ids))
    assert text.count("<svg") == text.count('role="img" aria-label="') > 3


@pytest.mark.parametrize(
    "damage",
    [b"", b"{", b"[]", b'{"cells": 3}', b'{"cells": [{"metadata": {"graders": {"state": "?"}}}]}'],
)
def test_a_damaged_notebook_stops_nothing_and_is_named(recorded, damage):
    path = recorded.folder / "autograded" / "ada" / NAME / f"{NAME}.ipynb"
    before = path.read_bytes()
    try:
        path.write_bytes(damage)
        results = read_class(Course(recorded.folder), NAME)
        assert entry(results, "ada", "test_double").points == 1
        said = {one.student: one.reasons for one in who_needs_attention(results).grader}
        assert "could not be read" in said["ada"][0]
        assert "ada" in page(results)
    finally:
        path.write_bytes(before)


def test_what_a_student_made_a_message_say_is_text(recorded):
    path = recorded.folder / "autograded" / "<b>carl" / NAME / f"{NAME}.ipynb"
    before = path.read_bytes()
    notebook = recorded.graded("<b>carl")
    said = HOSTILE + "{{ 7 * 7 }}\x1b[31m\u202e" + "x" * 1_000_000
    write_result(find(notebook, "test_double"), Result(State.FAILED, 0.0, 1.0, said))
    try:
        path.write_text(json.dumps(notebook))
        text = page(read_class(Course(recorded.folder), NAME))
        assert "&lt;script&gt;" in text and "<script" not in text and "<img" not in text
        assert "49" not in re.findall(r"<pre[^>]*>(.*?)</pre>", text, re.S)[0]
        assert "\u202e" not in text and "\x1b" not in text
        assert len(text) < 500_000
    finally:
        path.write_bytes(before)


def test_the_command_prints_the_table_and_writes_the_page(recorded):
    done = run("report", NAME, cwd=recorded.folder)
    assert "points by exercise" in done.stdout and "reports/small.html" in done.stdout
    file = recorded.folder / "reports" / "small.html"
    assert "how the class did" in file.read_text() and file.stat().st_mode & 0o077 == 0
    run("report", NAME, "--html", "there.html", cwd=recorded.folder)
    assert (recorded.folder / "there.html").is_file()


def test_without_submissions_there_is_a_page(tmp_path):
    course = Recording(tmp_path / "c")
    text = page(read_class(Course(course.folder), NAME))
    assert "Nothing is graded yet" in text


@pytest.mark.exhaustive
def test_a_faulty_test_is_named_on_the_page_of_a_class_of_sixty(tmp_path):
    course = Recording(tmp_path / "c")
    faulty = hand_in(Course(course.folder), NAME, 60, 0, "wrong value")
    results = read_class(Course(course.folder), NAME)
    text = page(results)
    assert f"{faulty} looks wrong: none of the" in text
    assert text.count("looks wrong:") == 1
