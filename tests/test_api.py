"""One notebook graded, with neither course folder nor gradebook; and the command for it."""

import json

import nbformat
import pytest

import graders
from graders.execute.settings import Settings, Times
from tests.cli.command import run
from tests.grading_course import NAME, Class
from tests.small_course import source_notebook


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    return Class(tmp_path_factory.mktemp("check") / "course")


@pytest.fixture
def handed_in(course, tmp_path):
    """A notebook with one mistake, in a folder that is no course."""
    notebook = course.filled(double="def double(x):\n    return 3 * x")
    path = tmp_path / "mine.ipynb"
    nbformat.write(notebook, path)
    return path


def grade(*arguments, **options):
    options = {"settings": Settings(times=Times(cell=6, call=2))} | options
    return graders.grade(*arguments, **options)


def test_a_notebook_is_graded_by_the_instructors_one(course, handed_in, template):
    source = course.folder / "source" / NAME / f"{NAME}.ipynb"
    graded = grade(source, handed_in, template=template)
    states = {name: str(result.state) for name, result in graded.results.items()}
    assert states == {
        "test_double": "failed",
        "test_shifted": "passed",
        "test_shifted__quality": "passed",
        "test_slow": "passed",
        "explain": "to be graded by hand",
    }
    assert (graded.points, graded.max_points) == (5, 7) and not graded.needs_attention
    assert graded.results["test_shifted"].message.startswith("right by itself")


def test_the_notebook_may_be_given_as_it_is(handed_in, template, tmp_path):
    (tmp_path / "helper.py").write_text("HELP = 1")
    graded = grade(source_notebook(), handed_in, files=tmp_path, template=template)
    assert graded.points == 5


def test_what_is_no_notebook_is_graded_as_unanswered_and_says_so(course, tmp_path, template):
    path = tmp_path / "mine.ipynb"
    path.write_text("{ no notebook")
    graded = grade(course.folder / "source" / NAME / f"{NAME}.ipynb", path, template=template)
    assert graded.points == 0 and "not valid JSON" in graded.notes[0]


def test_a_notebook_that_is_not_there_is_an_error(tmp_path):
    with pytest.raises(FileNotFoundError, match="there is no"):
        grade(source_notebook(), tmp_path / "none.ipynb")


def test_the_command_prints_the_results(course, handed_in):
    before = (course.folder / "gradebook.db").read_bytes()
    done = run("check", handed_in, "--assignment", NAME, cwd=course.folder)
    assert done.returncode == 0, done.stderr
    assert "0 of 1    test_double: failed" in done.stdout and "5 of 7" in done.stdout
    assert "SECRET" not in done.stdout
    done = run("check", handed_in, "--assignment", NAME, "--json", cwd=course.folder)
    found = json.loads(done.stdout)
    assert found["points"] == 5 and found["results"]["test_double"]["state"] == "failed"
    assert (course.folder / "gradebook.db").read_bytes() == before


def test_the_command_says_what_is_wrong_in_one_line(course, tmp_path):
    done = run("check", tmp_path / "none.ipynb", "--assignment", NAME, cwd=course.folder)
    assert done.returncode and done.stderr.startswith("graders: there is no")
    done = run("check", tmp_path / "none.ipynb", "--assignment", "algebra", cwd=course.folder)
    assert done.returncode and "source/algebra has 0 notebooks" in done.stderr


def test_the_command_grades_a_class_and_goes_on(course, tmp_path):
    course.submit("ada", course.filled())
    course.submit("carl", course.filled(slow="def slow(x):\n    return -x"))
    results = tmp_path / "results.json"
    done = run("grade", NAME, "--workers", "1", "--json", results, cwd=course.folder)
    assert done.returncode == 0, done.stderr
    assert "2 submissions" in done.stdout and "none needs attention" in done.stdout
    found = {outcome["student"]: outcome for outcome in json.loads(results.read_text())}
    assert found["carl"]["states"]["test_slow"] == "failed"
    assert found["ada"]["points"]["test_slow"] == 1
    done = run("grade", NAME, "--dry-run", cwd=course.folder)
    assert "0 of 2 submissions would be graded" in done.stdout
    done = run(
        "grade", NAME, "--workers", "1", "--scheduler", "tcp://127.0.0.1:9", cwd=course.folder
    )
    assert done.returncode and "not both" in done.stderr
