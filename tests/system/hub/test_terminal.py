"""In a terminal of the hub `python` is the course's, whatever the machine's profile says."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from traitlets.config import Config, PyFileConfigLoader

from hub.settings import REPOSITORY

ROLES = REPOSITORY / "hub" / "roles"


def command() -> list[str]:
    """Return what a terminal runs."""
    loader = PyFileConfigLoader("jupyter_server_config.py", str(ROLES / "everybody"))
    return Config(loader.load_config()).ServerApp.terminado_settings["shell_command"]


@pytest.mark.parametrize(
    ("profile", "shell"),
    [
        ("", "/bin/bash"),
        ("export PATH=/usr/bin:/bin\n", "/bin/bash"),
        ("PATH=/nowhere:/usr/bin:/bin; export MINE=1\n", "/bin/sh"),
        ("export PATH=/usr/bin:/bin\n", ""),
    ],
)
def test_python_and_nbgrader_are_the_courses(tmp_path, profile, shell):
    (tmp_path / ".bash_profile").write_text(profile)
    environment = {"HOME": str(tmp_path), "PATH": "/usr/bin:/bin"}
    environment |= {"SHELL": shell} if shell else {}
    done = subprocess.run(
        command(),
        input="command -v python nbgrader graders; echo MINE=$MINE\n",
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    # Some shells name one program at a time.
    found = done.stdout.splitlines()
    folder = Path(sys.executable).parent
    assert found[0] == str(folder / "python"), done
    assert found[-1] == ("MINE=1" if "MINE" in profile else "MINE="), "the profile was read"
    assert all(Path(one).parent == folder for one in found[:-1])


def test_who_has_a_blank_in_the_courses_path_has_it_as_one(tmp_path):
    *start, _ = command()
    folder = tmp_path / "a b"
    folder.mkdir()
    (folder / "python").symlink_to(sys.executable)
    done = subprocess.run(
        [*start, str(folder)],
        input="command -v python\n",
        env={"HOME": str(tmp_path), "PATH": os.defpath, "SHELL": "/bin/bash"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == str(folder / "python")
