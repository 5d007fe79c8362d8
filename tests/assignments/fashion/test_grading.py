"""A class graded without the real images."""

import os
import shutil
import subprocess
import sys

import pytest

from tests.bank.pipeline import make_course

pytestmark = pytest.mark.exhaustive


def test_grading_without_the_images_says_so_and_uses_stand_ins(tmp_path):
    course = make_course(tmp_path / "course", "fashion_mnist", "judged")
    handed_in = course.folder("submitted", "ada", "fashion_mnist")
    shutil.copytree(course.folder("release", ".", "fashion_mnist"), handed_in)
    environment = os.environ | {
        "PATH": f"{sys.prefix}/bin{os.pathsep}{os.environ['PATH']}",
        "KERAS_HOME": str(tmp_path / "empty"),
        "FASHION_MNIST_DIR": "",
    }
    command = [sys.executable, "-m", "graders", "grade", "fashion_mnist"]
    done = subprocess.run(
        command, cwd=course.root, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    said = f"FASHION_MNIST_DIR: there is no folder {tmp_path}/empty/datasets/fashion-mnist. "
    assert said + "Tests use what the notebook has" in done.stdout


def test_images_that_are_there_are_not_said_to_be_absent(tmp_path, monkeypatch):
    monkeypatch.setenv("FASHION_MNIST_DIR", str(tmp_path))
    assert (
        make_course(tmp_path / "course", "fashion_mnist", "judged").absent_data("fashion_mnist")
        == {}
    )
    monkeypatch.setenv("FASHION_MNIST_DIR", str(tmp_path / "nowhere"))
    assert list(
        make_course(tmp_path / "other", "fashion_mnist", "judged").absent_data("fashion_mnist")
    ) == ["FASHION_MNIST_DIR"]
    # An assignment that does not ask for them does not hear of them.
    assert make_course(tmp_path / "lasso", "lasso", "judged").absent_data("lasso") == {}
