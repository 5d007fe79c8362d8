"""The command line as a newcomer meets it: good runs, and one clear line when it cannot go on."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from graders.cli.demo import worth_a_look
from graders.cli.report import points_table
from graders.course import Course
from tests.bank.solutions import REPOSITORY, assignments
from tests.cli.command import run

# nbgrader calls `alembic` by name when it makes a gradebook.
ENVIRONMENT = os.environ | {
    "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
    "COLUMNS": "100",
}


def run_as_program(*arguments: str, cwd: Path = REPOSITORY) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-m", "graders", *arguments],
        cwd=cwd,
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
    )


def one_line(done: subprocess.CompletedProcess) -> str:
    """Return the only line of an error, having checked that it is an error and one line."""
    assert done.returncode != 0
    assert "Traceback" not in done.stderr
    lines = done.stderr.strip().splitlines()
    assert len(lines) == 1, done.stderr
    return lines[0]


def test_when_the_assignment_is_unknown_then_the_known_ones_are_named():
    line = one_line(run_as_program("grade", "algebra"))
    assert "no assignment 'algebra'" in line and "lasso" in line


def test_when_the_folder_is_no_course_then_it_says_so(tmp_path):
    assert "nbgrader_config.py" in one_line(run("grade", "lasso", cwd=tmp_path))


def test_when_an_assignment_has_no_notebook_then_it_says_so(tmp_path):
    shutil.copy(REPOSITORY / "nbgrader_config.py", tmp_path)
    (tmp_path / "source" / "lasso").mkdir(parents=True)
    assert "source/lasso has no notebook" in one_line(run("grade", "lasso", cwd=tmp_path))


def test_when_an_assignment_is_not_released_then_it_says_what_to_do(tmp_path):
    shutil.copy(REPOSITORY / "nbgrader_config.py", tmp_path)
    shutil.copytree(REPOSITORY / "source", tmp_path / "source")
    line = one_line(run("grade", "lasso", cwd=tmp_path))
    assert "nbgrader generate_assignment lasso" in line


@pytest.mark.exhaustive
@pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")
def test_when_python_is_too_old_then_make_says_which_one_is_needed(tmp_path):
    old = tmp_path / "python3.10"
    old.write_text(
        "#!/bin/sh\n"
        "# Answers as an old Python does: the program it is given, with another version.\n"
        f"exec {sys.executable} -c 'import sys; sys.version_info = (3, 10, 4)\n"
        'exec(sys.argv[1])\' "$2"\n'
    )
    old.chmod(0o755)
    for name in ("Makefile", "requirements.txt", "pyproject.toml"):
        shutil.copy(REPOSITORY / name, tmp_path)
    done = subprocess.run(
        ["make", "--silent", "test", f"PYTHON={old}"], cwd=tmp_path, capture_output=True, text=True
    )
    assert done.returncode != 0
    assert "Python 3.11, 3.12 or 3.13 is needed" in done.stderr
    assert not (tmp_path / ".venv").exists()


@pytest.mark.exhaustive
def test_the_demonstration_grades_the_class_as_it_should(tmp_path):
    done = run_as_program("demo", str(tmp_path / "demo"))
    assert done.returncode == 0, done.stdout + done.stderr
    course = Course(tmp_path / "demo")
    for assignment in assignments():
        points = points_table(course, assignment)
        written = sum(top for name, top in points.maxima.items() if name.startswith("explain_"))
        best = sum(points.maxima.values()) - written
        totals = {row.student: row.total for row in points.rows}
        assert totals["ada"] == best, assignment
        assert totals["kurt"] == 0 < totals["bernhard"] < best, assignment
        assert totals["bernhard"] < totals["carl"] < best, assignment
    rows = {row.student: row for row in points_table(course, "lasso").rows}
    assert list(rows) == ["ada", "bernhard", "carl", "emmy", "georg", "kurt"]
    totals = {student: row.total for student, row in rows.items()}
    everything = sum(points_table(course, "lasso").maxima.values()) - 3  # the written answer waits
    assert totals["ada"] == totals["emmy"] == everything
    assert totals["bernhard"] == 12  # the first five exercises
    assert totals["georg"] == everything - 4  # `recovery_rate` never ends
    assert totals["kurt"] == 0
    wrong = {name for name, points in rows["carl"].points.items() if points is not None}
    short = {n for n in wrong if rows["carl"].points[n] < points_table(course, "lasso").maxima[n]}
    assert short == {"generate_data", "soft_threshold", "degree_sweep"}
    assert rows["ada"].points["explain_double_descent"] is None
    assert "kurt: needs attention: The notebook is damaged: it breaks off" in done.stdout
    assert "1 needs attention" in done.stdout
    for student in rows:
        page = tmp_path / "demo" / "feedback" / student / "lasso" / "lasso.html"
        assert page.stat().st_size > 10_000
    notebook = tmp_path / "demo" / "autograded" / "georg" / "lasso" / "lasso.ipynb"
    states = {
        cell["metadata"]["nbgrader"]["grade_id"]: cell["metadata"]["graders"]["state"]
        for cell in json.loads(notebook.read_text())["cells"]
        if "state" in cell["metadata"].get("graders", {})
    }
    assert states["test_recovery_rate"] == "timed out"
    for page, _ in worth_a_look(tmp_path / "demo"):
        assert str(page) in done.stdout and page.is_file()
    # With a real class's limits it comes to the same.
    again = run_as_program("grade", "lasso", "--student", "bernhard", cwd=tmp_path / "demo")
    assert again.returncode == 0
    assert {r.student: r.total for r in points_table(course, "lasso").rows} == totals
