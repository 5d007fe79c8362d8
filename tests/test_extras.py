"""What only an extra brings: without it one line says what to install."""

import subprocess
import sys

import pytest

from graders.cli.new_course import ASSIGNMENT, make_course
from graders.extras import advice
from tests.cli.command import run


@pytest.mark.parametrize(
    ("name", "extra"),
    [
        ("distributed", "dask"),
        ("distributed.client", "dask"),
        ("psycopg", "postgresql"),
        ("jupyterhub.services.auth", "hub"),
        ("pylti1p3.registration", "lti"),
        ("seaborn", ""),
        ("distributedx", ""),
    ],
)
def test_the_extra_is_named(name, extra):
    said = advice(ModuleNotFoundError(f"No module named {name!r}", name=name))
    assert (f'pip install "nbjudge[{extra}]"' in said) if extra else (said == "")


def test_a_cluster_without_dask(tmp_path, monkeypatch):
    make_course(tmp_path / "course")
    monkeypatch.setitem(sys.modules, "distributed", None)  # as if it were not installed
    done = run("grade", ASSIGNMENT, "--scheduler", "tcp://127.0.0.1:1", cwd=tmp_path / "course")
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1 and 'pip install "nbjudge[dask]"' in done.stderr


def test_a_gradebook_in_postgresql_without_its_library(tmp_path, monkeypatch):
    make_course(tmp_path / "course")
    with open(tmp_path / "course" / "nbgrader_config.py", "a") as file:
        file.write('c.CourseDirectory.db_url = "postgresql+psycopg://a:b@127.0.0.1:1/c"\n')
    (tmp_path / "course" / "release" / ASSIGNMENT).mkdir(parents=True)
    (tmp_path / "course" / "release" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb").write_text("{}")
    monkeypatch.setitem(sys.modules, "psycopg", None)
    done = run("report", ASSIGNMENT, cwd=tmp_path / "course")
    assert done.returncode == 1
    assert 'pip install "nbjudge[postgresql]"' in done.stderr


@pytest.mark.exhaustive  # it starts another Python
def test_the_grading_service_without_jupyterhub(tmp_path):
    without = "import sys; sys.modules['jupyterhub'] = None; "
    started = "sys.argv = ['service', '.']; from graders.service.__main__ import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", without + started], cwd=tmp_path, capture_output=True, text=True
    )
    assert done.returncode == 1
    assert done.stderr.startswith("graders.service: this needs jupyterhub")
