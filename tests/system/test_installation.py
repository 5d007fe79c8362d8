"""The wheel, installed where nothing else is, on each Python that this machine has.

There the tutorial is typed, word for word, from its text.
"""

import csv
import os
import re
import resource
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TUTORIAL = ROOT / "docs" / "tutorial.md"
VERSIONS = ("3.11", "3.12", "3.13")
# What belongs to a course, to developers, or to an extra.
NOT_THE_ENGINES = {
    "tensorflow", "keras", "sklearn", "matplotlib", "pandas", "pytest", "jupyterhub", "distributed",
    "psycopg", "sphinx",
}  # fmt: skip
# From nothing to the feedback pages.
MINUTES = 5
# For what a person would do by eye and hand.
BY_HAND = """
set -e
jupyter() {{ command jupyter lab --version; python {fill} "$2"; }}
xdg-open() {{ cp "$1" {page}; }}
"""
FILL = """
import sys
from pathlib import Path
import nbformat
notebook = nbformat.read(sys.argv[1], 4)
nbformat.validate(notebook)
if "submitted" in sys.argv[1]:
    cell = next(c for c in notebook.cells if c.metadata.nbgrader.grade_id == "mean")
    cell.source = Path(__file__).with_name("answer.txt").read_text()
    nbformat.write(notebook, sys.argv[1])
"""

pytestmark = pytest.mark.exhaustive


def interpreter(version: str) -> str:
    """Return where a Python is, empty if this machine has none."""
    if sys.version.startswith(f"{version}."):
        return sys.executable
    try:
        done = subprocess.run(
            [f"python{version}", "-c", "import sys; print(sys.executable)"],
            env=os.environ | {"PYENV_VERSION": version},
            capture_output=True,
            text=True,
        )
    except FileNotFoundError:
        return ""
    return done.stdout.strip()


def processor_time() -> float:
    """Return the seconds of the processes that have ended; unlike the clock's, whatever runs."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def environment(**more: str) -> dict[str, str]:
    without = {"PYTHONPATH", "VIRTUAL_ENV", "PYTEST_CURRENT_TEST"}
    return {k: v for k, v in os.environ.items() if k not in without} | more


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The wheel, built from a copy in which nothing is left of an earlier build."""
    folder = tmp_path_factory.mktemp("wheel")
    copy = folder / "source"
    ignore = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "graders", copy / "graders", ignore=ignore)
    for name in ("pyproject.toml", "LICENSE", "docs/package.md"):
        (copy / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, copy / name)
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "-w", folder, copy],
        env=environment(),
        check=True,
    )
    (found,) = folder.glob("nbjudge-*.whl")
    return found


def test_the_wheel_has_every_file_of_the_package_and_nothing_else(wheel):
    with zipfile.ZipFile(wheel) as archive:
        found = {name for name in archive.namelist() if ".dist-info/" not in name}
    expected = {
        str(path.relative_to(ROOT))
        for path in (ROOT / "graders").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert found == expected


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", TUTORIAL.read_text(), re.M | re.S)


@pytest.mark.parametrize("version", VERSIONS)
def test_the_tutorial_works_word_for_word(wheel, tmp_path, version):
    if not (python := interpreter(version)):
        pytest.skip(f"there is no Python {version}")
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "python3").write_text(f'#!/bin/sh\nexec "{python}" "$@"\n')
    (tmp_path / "bin" / "python3").chmod(0o755)
    (tmp_path / "fill.py").write_text(FILL)
    (tmp_path / "answer.txt").write_text(blocks("python")[0])
    page = tmp_path / "page.html"
    script = BY_HAND.format(fill=tmp_path / "fill.py", page=page) + "\n".join(blocks("bash"))
    (tmp_path / "work").mkdir()
    path = f"{tmp_path}/bin{os.pathsep}{os.environ['PATH']}"
    before = processor_time()
    done = subprocess.run(
        ["bash", "-c", script],
        cwd=tmp_path / "work",
        # nbjudge comes from here, all the rest from where packages come from; what is used is
        # compiled when it is.
        env=environment(
            PATH=path, PIP_FIND_LINKS=str(wheel.parent), PIP_NO_COMPILE="1", HOME=str(tmp_path)
        ),
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"^ ada +2 +2 +· +4", done.stdout, re.M), done.stdout
    assert re.search(r"^ ben +1 +0 +0 +1", done.stdout, re.M), done.stdout
    assert "mean([1, 2, 3]) is 2" in page.read_text()
    assert "1.75" not in page.read_text(), "hidden tests are hidden"
    with open(tmp_path / "work" / "my-course" / "grades.csv") as file:
        scores = {row["student_id"]: float(row["raw_score"]) for row in csv.DictReader(file)}
    assert scores == {"ada": 4.0, "ben": 1.0}
    assert processor_time() - before < MINUTES * 60
    libraries = next((tmp_path / "work" / ".venv" / "lib").iterdir()) / "site-packages"
    assert not NOT_THE_ENGINES & {path.name for path in libraries.iterdir()}
