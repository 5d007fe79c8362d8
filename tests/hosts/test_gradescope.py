"""The autograder for Gradescope, in a folder that is laid out as theirs."""

import json
import os
import shutil
import subprocess
import sys
import zipfile
from importlib.metadata import version
from pathlib import Path
from types import SimpleNamespace

import pytest

from graders.cli.new_course import ASSIGNMENT, make_course
from graders.course import Course, CourseError
from graders.hosts.archive import Visibility, make_archive
from graders.hosts.gradescope import NoResult, grade_submission
from tests.cli.command import run

# Of the hidden tests of the example.
HIDDEN = "-1.75"


@pytest.fixture(scope="module")
def archive(made, tmp_path_factory):
    """The zip file, made by the command."""
    target = tmp_path_factory.mktemp("zip") / "autograder.zip"
    done = run("gradescope", ASSIGNMENT, "--output", target, cwd=made.course.root)
    assert done.returncode == 0, done.stderr
    assert "do not give it to students" in done.stdout
    return target


@pytest.fixture
def autograder(archive, made, template, tmp_path):
    """`/autograder` as Gradescope makes it of a zip file; grades what is in `submission/`."""
    root = tmp_path / "autograder"
    root.mkdir()
    subprocess.run(["unzip", "-q", archive, "-d", root / "source"], check=True)
    shutil.copy(root / "source" / "run_autograder", root)
    for name in ("results", "submission"):
        (root / name).mkdir()
    results = root / "results" / "results.json"

    def grade() -> dict:
        grade_submission(root, template)
        return json.loads(results.read_text())

    def hand_in(**answers: str) -> Path:
        return made.hand_in(root / "submission", **answers)

    return SimpleNamespace(root=root, results=results, grade=grade, hand_in=hand_in)


def test_the_archive_has_the_scripts_at_its_root_and_no_student_version_of_anything(archive):
    with zipfile.ZipFile(archive) as opened:
        names = opened.namelist()
        modes = {name: opened.getinfo(name).external_attr >> 16 for name in names}
    assert {"setup.sh", "run_autograder", "requirements.txt"} <= set(names)
    assert modes["setup.sh"] & modes["run_autograder"] & 0o111 == 0o111
    assert os.stat(archive).st_mode & 0o077 == 0, "it has the solutions"
    assert not [name for name in names if "__pycache__" in name or name.startswith("/")]


def test_a_right_submission_gets_all_points(autograder):
    autograder.hand_in()
    found = autograder.grade()
    assert [(t["name"], t["number"], t["score"], t["max_score"]) for t in found["tests"]] == [
        ("mean", "1.1", 1.0, 1.0),
        ("mean: empty", "1.2", 1.0, 1.0),
        ("spread", "2.1", 2.0, 2.0),
    ]
    assert {test["status"] for test in found["tests"]} == {"passed"}
    assert "outliers (2 points)" in found["output"] and "by hand" in found["output"]
    assert "outside" in found["output"]
    assert "score" not in found, "the sum of the tests"
    assert found["stdout_visibility"] == "hidden"


def test_tests_with_a_hidden_part_are_seen_when_they_are_published(autograder):
    autograder.hand_in(mean="def mean(values):\n    return 2 if values else 0")
    found = autograder.grade()
    by_name = {test["name"]: test for test in found["tests"]}
    assert by_name["mean"]["visibility"] == "after_published"
    assert by_name["mean: empty"]["visibility"] == "visible"
    assert by_name["mean: empty"]["output"].startswith("failed: mean([]) raises a ValueError")
    assert by_name["spread"]["score"] == 2.0, "the mistake in mean costs nothing here"
    assert found["output"].count(HIDDEN) == 0


@pytest.mark.parametrize("name", ["other.ipynb", "First Steps.ipynb", "first_steps (1).ipynb"])
def test_a_notebook_under_another_name_is_found_and_a_note_says_so(autograder, name):
    path = autograder.hand_in()
    path.rename(path.with_name(name))
    found = autograder.grade()
    assert sum(test["score"] for test in found["tests"]) == 4.0
    assert name in found["output"]


@pytest.mark.parametrize(
    "content", [b"%PDF-1.7 not a notebook", b"", b'{"cells": [', b'{"nbformat": 4}']
)
def test_what_cannot_be_read_gets_no_score_and_no_older_one(autograder, content):
    (autograder.root / "submission" / "first_steps.ipynb").write_bytes(content)
    autograder.results.write_text('{"score": 6}')
    with pytest.raises(NoResult, match="a person has to look"):
        autograder.grade()
    assert not autograder.results.exists()


def test_nothing_handed_in_gets_no_score(autograder):
    (autograder.root / "submission" / "photo.jpg").write_bytes(b"\xff\xd8")
    with pytest.raises(NoResult):
        autograder.grade()


def test_two_notebooks_that_differ_get_no_score(autograder):
    autograder.hand_in().rename(autograder.root / "submission" / "a.ipynb")
    autograder.hand_in(mean="def mean(v):\n    return 0").rename(
        autograder.root / "submission" / "b.ipynb"
    )
    with pytest.raises(NoResult):
        autograder.grade()


def requirements(made, target: Path, *libraries: str) -> list[str]:
    make_archive(made.course, ASSIGNMENT, target, Visibility.HIDDEN, libraries)
    with zipfile.ZipFile(target) as opened:
        return opened.read("requirements.txt").decode().split()


def test_what_students_may_import_is_installed_in_the_version_that_is_here(made, tmp_path):
    found = requirements(made, tmp_path / "a.zip", "sklearn.linear_model", "json")
    assert f"scikit-learn=={version('scikit-learn')}" in found
    assert f"nbgrader=={version('nbgrader')}" in found
    assert not [one for one in found if one.startswith(("json=", "tensorflow", "pytest"))]


def test_what_is_not_installed_here_makes_no_archive(made, tmp_path):
    with pytest.raises(CourseError, match="no_such_library"):
        requirements(made, tmp_path / "a.zip", "no_such_library.part")
    assert not (tmp_path / "a.zip").exists()


def test_settings_go_along_and_what_is_passed_over_is_said(made, tmp_path):
    course = Course(made.course.root)
    course.config.Execute.carry_errors = True
    course.config.Execute.call_timeout = 7.5
    (tmp_path / "kept").mkdir()
    course.config.Execute.data = {"HELD_OUT": str(tmp_path / "kept")}  # no test names it
    (note,) = make_archive(course, ASSIGNMENT, tmp_path / "a.zip", Visibility.HIDDEN)
    assert "carry_errors is passed over" in note
    with zipfile.ZipFile(tmp_path / "a.zip") as opened:
        about = json.loads(opened.read("about.json"))
    assert about["execute"]["call_timeout"] == 7.5 and about["hidden"] == "hidden"
    assert about["execute"]["data"] == {}, "and no path of this machine"


SNOOPING = """
import pathlib
found = []
for path in [pathlib.Path({root!r}), *pathlib.Path({root!r}).rglob("*")]:
    try:
        found.append(path.read_text()[:50] if path.is_file() else path.name)
        path.unlink()
    except OSError:
        pass
def mean(values):
    raise RuntimeError(repr([found, *map(str, pathlib.Path({root!r}).rglob("*"))]))
"""


def test_student_code_finds_nothing_of_the_autograder(autograder):
    before = {path: path.read_bytes() for path in autograder.root.rglob("*") if path.is_file()}
    source = SNOOPING.format(root=str(autograder.root))
    path = autograder.hand_in(mean=source)
    before[path] = path.read_bytes()
    found = autograder.grade()
    after = {path: path.read_bytes() for path in before}
    assert after == before
    said = json.dumps(found)
    assert "RuntimeError" in said
    for secret in ("about.json", "run_autograder", "results.json", HIDDEN, "BEGIN SOLUTION"):
        assert secret not in said


@pytest.mark.parametrize("name", ["results.json", "setup.sh", "about.json", "graders/__init__.py"])
def test_files_beside_the_notebook_change_nothing(autograder, name):
    autograder.hand_in(mean="def mean(values):\n    return 0")
    path = autograder.root / "submission" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text('{"score": 100}')
    assert sum(test["score"] for test in autograder.grade()["tests"]) == 2.0


@pytest.mark.parametrize("name", ["first_steps.ipynb", "other.ipynb", "work/first_steps.ipynb"])
def test_a_link_to_the_instructors_notebook_is_not_followed(autograder, name):
    place = autograder.root / "submission" / name
    place.parent.mkdir(exist_ok=True)
    place.symlink_to(autograder.root / "source" / "assignment" / "first_steps.ipynb")
    with pytest.raises(NoResult):
        autograder.grade()


def test_a_link_to_the_folder_of_the_assignment_is_not_followed(autograder):
    target = autograder.root / "source" / "assignment"
    (autograder.root / "submission" / "first_steps").symlink_to(target)
    with pytest.raises(NoResult):
        autograder.grade()


@pytest.mark.exhaustive
def test_a_solution_that_does_not_pass_its_tests_makes_no_archive(tmp_path):
    make_course(tmp_path / "course")
    path = tmp_path / "course" / "source" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    path.write_text(path.read_text().replace("return sum(values)", "return 7 + sum(values)"))
    course = Course(tmp_path / "course")
    course.config.CheckExercises.run = False
    course.release(ASSIGNMENT)
    target = tmp_path / "autograder.zip"
    with pytest.raises(CourseError, match="test_mean: failed"):
        make_archive(course, ASSIGNMENT, target, Visibility.HIDDEN)
    assert not target.exists()


READS = """import os, pathlib\\n",
    "kept = (pathlib.Path(os.environ['HELD_OUT']) / 'kept.txt').read_text()\\n",
    "assert mean([1, 3]) == float(kept), f'{mean([1, 3])} is not as kept'\\n",
    "### END HIDDEN TESTS"""


@pytest.mark.exhaustive
def test_data_that_tests_read_goes_along(tmp_path, autograder, template):
    make_course(tmp_path / "course")
    path = tmp_path / "course" / "source" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    path.write_text(path.read_text().replace("### END HIDDEN TESTS", READS, 1))
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept" / "kept.txt").write_text("2.0")
    with open(tmp_path / "course" / "nbgrader_config.py", "a") as file:
        file.write(f"c.Execute.data = {{'HELD_OUT': {str(tmp_path / 'kept')!r}}}\n")
    course = Course(tmp_path / "course")
    course.release(ASSIGNMENT)
    assert make_archive(course, ASSIGNMENT, tmp_path / "a.zip", Visibility.VISIBLE) == []
    shutil.rmtree(tmp_path / "kept")
    shutil.rmtree(autograder.root / "source")
    subprocess.run(
        ["unzip", "-q", tmp_path / "a.zip", "-d", autograder.root / "source"], check=True
    )
    autograder.hand_in()
    assert {test["status"] for test in autograder.grade()["tests"]} == {"passed"}


@pytest.mark.exhaustive
def test_the_scripts_install_and_grade(archive, autograder):
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    environment |= {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "AUTOGRADER_ROOT": str(autograder.root),
        "AUTOGRADER_PYTHON": sys.executable,
        "HOME": str(autograder.root.parent),
    }

    def script(name: str) -> subprocess.CompletedProcess:
        argv = ["bash", autograder.root / name]
        return subprocess.run(argv, env=environment, capture_output=True, text=True, cwd="/")

    done = script("source/setup.sh")
    assert done.returncode == 0, done.stdout + done.stderr
    autograder.hand_in()
    done = script("run_autograder")
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.startswith("4 of 6 points")
    tests = json.loads(autograder.results.read_text())["tests"]
    assert sum(test["score"] for test in tests) == 4.0
    (autograder.root / "submission" / "first_steps.ipynb").write_bytes(b"")
    done = script("run_autograder")
    assert done.returncode == 1 and "a person has to look" in done.stdout
    assert not autograder.results.exists()
