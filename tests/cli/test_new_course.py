"""`graders new-course`: all of a course, or nothing."""

import subprocess
import sys
from pathlib import Path

import pytest

from graders.course import Course
from graders.notebook.exercises import exercises_of, read_notebook
from graders.release import problems
from tests.cli.command import run


@pytest.fixture(params=["absent", "empty", "below"])
def place(request, tmp_path):
    """A folder in which a course can be made."""
    folder = tmp_path / "a" / "b" if request.param == "below" else tmp_path / "statistics-2027"
    if request.param == "empty":
        folder.mkdir()
    return folder


def files(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


def test_a_course_is_made_that_can_be_released(place):
    done = run("new-course", place, cwd=place.parents[1])
    assert done.returncode == 0, done.stderr
    assert "graders release first_steps" in done.stdout
    course = Course(place)
    assert course.directory.course_id == place.name
    assert course.config.Autograde.exporter_class == "graders.intake.Intake"
    notebook = read_notebook(course.notebook("first_steps"))
    assert problems(notebook) == []
    assert any(exercise.written for exercise in exercises_of(notebook))
    assert [path for path in files(place.parent) if "/." in f"/{path}"] == []


def test_the_present_folder_will_do(tmp_path):
    folder = tmp_path / "here"
    folder.mkdir()
    assert run("new-course", ".", cwd=folder).returncode == 0
    assert Course(folder).assignments() == ["first_steps"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Kurs für Anfänger", "Kurs-f-r-Anf-nger"),
        ("{0}", "0"),
        ('a"""b', "a-b"),
        ("$(id)", "id"),
        ("漢字", "course"),
    ],
)
def test_an_odd_name_becomes_an_ordinary_id(tmp_path, name, expected):
    assert run("new-course", name, cwd=tmp_path).returncode == 0
    assert Course(tmp_path / name).directory.course_id == expected


@pytest.mark.parametrize("name", ["what?", "100%20", "two\nlines"])
def test_a_name_with_which_no_gradebook_opens_is_refused(tmp_path, name):
    done = run("new-course", name, cwd=tmp_path)
    assert done.returncode == 1 and "another name" in done.stderr
    assert files(tmp_path) == []


@pytest.mark.parametrize("found", ["notes.txt", ".git", "nbgrader_config.py"])
def test_a_folder_that_is_not_empty_is_left_as_it_is(tmp_path, found):
    (tmp_path / found).write_text("mine")
    done = run("new-course", tmp_path, cwd=tmp_path)
    assert done.returncode == 1 and found in done.stderr and "not empty" in done.stderr
    assert files(tmp_path) == [found]
    assert (tmp_path / found).read_text() == "mine"


def test_a_file_is_not_replaced(tmp_path):
    (tmp_path / "thesis").write_text("mine")
    for place in ("thesis", "thesis/course"):
        done = run("new-course", place, cwd=tmp_path)
        assert done.returncode == 1 and done.stderr.startswith("graders: ")
    assert (tmp_path / "thesis").read_text() == "mine"


def test_the_demonstration_of_another_course_is_refused(tmp_path):
    assert run("new-course", "course", cwd=tmp_path).returncode == 0
    before = files(tmp_path)
    done = run("demo", cwd=tmp_path / "course")
    assert done.returncode == 1 and "new-course" in done.stderr
    assert files(tmp_path) == before


FULL = """
import resource, sys
from pathlib import Path
from graders.cli.new_course import make_course
from graders.course import CourseError
resource.setrlimit(resource.RLIMIT_FSIZE, (900, 900))
for folder in sys.argv[1:]:
    try:
        make_course(Path(folder))
    except CourseError as error:
        print(error)
"""


@pytest.mark.exhaustive  # it starts another Python
def test_when_the_disk_is_full_then_nothing_is_left(tmp_path):
    (tmp_path / "empty").mkdir()
    argv = [sys.executable, "-B", "-c", FULL, tmp_path / "empty", tmp_path / "absent"]
    done = subprocess.run(argv, capture_output=True, text=True)
    assert done.stdout.count("no course can be made") == 2, done.stderr
    assert files(tmp_path) == ["empty"]
