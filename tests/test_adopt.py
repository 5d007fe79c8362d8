"""An existing course is looked at and not changed; what cannot be graded has a reason."""

import nbformat
import pytest
from nbformat.v4 import new_notebook

from graders import adopt
from graders.cli.commands import courses
from graders.course import Course, CourseError
from tests.habits.notebooks import HABITS
from tests.small_course import test_cell

NOTEBOOKS = {
    "one": "a variable",
    "two": "a magic in a test",
    "three": "several functions in one cell",
}


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    """Return a course, what was found in it, and its files before."""
    root = tmp_path_factory.mktemp("course")
    (root / "nbgrader_config.py").write_text("c = get_config()\nc.CourseDirectory.course_id = 'x'")
    for folder, habit in NOTEBOOKS.items():
        (root / "source" / folder).mkdir(parents=True)
        nbformat.write(HABITS[habit].notebook, root / "source" / folder / f"{folder}.ipynb")
    kernel = {"name": "ir", "language": "R", "display_name": "R"}
    other = new_notebook(cells=[], metadata={"kernelspec": kernel})
    needs = new_notebook(cells=[test_cell("t", "import no_such_package\nassert True")])
    for name, notebook in {"other": other, "needs": needs}.items():
        (root / "source" / name).mkdir()
        (root / "source" / name / f"{name}.ipynb").write_text(nbformat.writes(notebook))
    (root / "source" / "damaged").mkdir()
    (root / "source" / "damaged" / "damaged.ipynb").write_text('{"cells": [')
    before = _files(root)
    return root, {one.assignment: one for one in adopt.look(root)}, before


def _files(root):
    return {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_each_notebook_has_its_way_or_a_reason(found):
    root, findings, before = found
    assert {name: one.way for name, one in findings.items()} == {
        "one": "outside", "two": "inside", "three": "outside",
        "other": "", "needs": "", "damaged": "",
    }  # fmt: skip
    assert "IPython" in findings["two"].reasons[0]
    assert "a notebook in R" in findings["other"].reasons[0]
    assert "no_such_package, not installed here" in findings["needs"].reasons[0]
    assert findings["damaged"].reasons
    assert not findings["two"].losses
    assert _files(root) == before


def test_a_folder_without_assignments_is_no_course(tmp_path):
    with pytest.raises(CourseError, match="no notebook"):
        list(adopt.look(tmp_path))


def test_with_the_lines_the_course_can_be_released_and_they_are_added_once(found):
    root, findings, _ = found
    adopt.write(root, adopt.lines_for(list(findings.values())))
    with pytest.raises(CourseError, match="already"):
        adopt.write(root, adopt.lines_for([]))
    with pytest.raises(CourseError, match="a notebook in R"):
        courses.release(None, root)
    course = Course(root)
    for name in NOTEBOOKS:  # the others' faults stop none of these
        assert (root / "release" / name / f"{name}.ipynb").is_file()
    assert course.inside("two") == ["two"]
    assert course.inside("one") == []
