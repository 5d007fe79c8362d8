"""`make hub-clean`: whatever students made goes, and what an instructor made is asked about."""

import os
import shutil

import pytest

from hub.__main__ import clean
from hub.settings import FILE, REPOSITORY, Settings
from hub.supervisor import HubError


@pytest.fixture
def folder(tmp_path):
    """A hub that was never started, with its course."""
    folder = tmp_path / "hub"
    folder.mkdir()
    settings = Settings(str(folder), 1, "instructor", "grader", ["ada"], accounts=False)
    settings.save()
    source = settings.course / "source" / "lasso"
    source.mkdir(parents=True)
    shutil.copy(REPOSITORY / "source" / "lasso" / "lasso.ipynb", source)
    return folder


def deep(folder, levels):
    """Make folders in folders, deeper than a path may be long."""
    folder.mkdir(parents=True, exist_ok=True)
    handle = os.open(folder, os.O_RDONLY)
    for _ in range(levels):
        os.mkdir("d", dir_fd=handle)
        inner = os.open("d", os.O_RDONLY, dir_fd=handle)
        os.close(handle)
        handle = inner
    os.close(handle)


@pytest.mark.parametrize("levels", [1, 3000])
def test_deep_folders_of_a_student_are_removed(folder, levels):
    deep(folder / "home" / "ada", levels)
    clean(folder)
    assert not folder.exists()
    clean(folder)  # once more is no fault


@pytest.mark.parametrize("name", ["lasso/lasso.ipynb", "lasso/data.csv", "new/new.ipynb"])
def test_what_an_instructor_made_is_asked_about(folder, name, capsys):
    path = folder / "home" / "grader" / "course" / "source" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("mine")
    with pytest.raises(HubError, match="nothing was removed"):
        clean(folder)
    assert path.read_text() == "mine" and name in capsys.readouterr().out
    clean(folder, yes=True)
    assert not folder.exists()


def test_what_cannot_be_removed_leaves_the_settings_for_another_try(folder, monkeypatch, tmp_path):
    (tmp_path / "rm").write_text("#!/bin/sh\necho it is busy >&2\nexit 1\n")
    (tmp_path / "rm").chmod(0o755)
    path = os.environ["PATH"]
    monkeypatch.setenv("PATH", f"{tmp_path}:{path}")
    with pytest.raises(HubError, match="it is busy"):
        clean(folder)
    assert (folder / FILE).exists()
    monkeypatch.setenv("PATH", path)
    clean(folder)
    assert not folder.exists()
