"""Similar solutions of a class, from graded notebooks to the page."""

import pytest
from nbformat.v4 import new_code_cell

from graders.course import Course
from graders.similar.solutions import similar_solutions
from tests.cli.command import run
from tests.record.recording import Recording
from tests.similar.copies import renamed
from tests.similar.test_fingerprints import OTHER, SOURCE
from tests.small_course import NAME, find

SLOW = SOURCE.replace("def fit(features, y, alpha, steps=100)", "def slow(features, y=1, alpha=2)")
HELPER = SOURCE.replace("def fit", "def my_part")


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    course = Recording(tmp_path_factory.mktemp("course") / "c")
    course.record("ada", course.filled(slow=SLOW))
    course.record("<b>carl", course.filled(slow=renamed(SLOW) + "\nx = '</pre><script>'"))
    course.record("emmy", course.filled(slow=OTHER.replace("def fit", "def slow")))
    helped = course.filled(slow="def slow(x):\n    return my_part(x, 1, 2)")
    place = helped.cells.index(find(helped, "slow"))
    helped.cells.insert(place, new_code_cell(HELPER))
    course.record("georg", helped)
    course.record("hostile", course.filled(slow="slow = " + "(" * 5000))
    course.record("kurt", course.released)
    return course


def test_copies_are_found_helpers_in_other_cells_too(course):
    found = similar_solutions(Course(course.folder), NAME)
    pairs = {frozenset((one.first.student, one.second.student)) for one in found.found}
    assert pairs == {
        frozenset(("ada", "<b>carl")),
        frozenset(("ada", "georg")),
        frozenset(("<b>carl", "georg")),
    }
    assert {one.exercise for one in found.found} == {"slow"}
    assert found.compared == 6 and not found.not_compared
    first = found.found[0].first
    assert any("np.linalg.norm" in first.lines[line - 1] for line in first.same)


def test_who_cannot_be_read_is_named_and_stops_nothing(course):
    path = course.folder / "autograded" / "emmy" / NAME / f"{NAME}.ipynb"
    before = path.read_bytes()
    try:
        path.write_bytes(b'{"cells": 7}')
        found = similar_solutions(Course(course.folder), NAME)
        assert found.not_compared == ["emmy"] and len(found.found) == 3
    finally:
        path.write_bytes(before)


@pytest.mark.exhaustive
def test_the_command_lists_pairs_and_writes_them_side_by_side(course):
    done = run("similar", NAME, cwd=course.folder)
    assert "similar solutions" in done.stdout and "georg" in done.stdout
    text = (course.folder / "reports" / "small-similar.html").read_text()
    assert "<mark>" in text and "<script" not in text and "&lt;/pre&gt;" in text
    assert "That does not say why" in text
    for word in ("plagiar", "cheat", "guilty", "stolen"):
        assert word not in (text + done.stdout).lower()
    run("report", NAME, cwd=course.folder)
    assert "<mark>" not in (course.folder / "reports" / "small.html").read_text()
