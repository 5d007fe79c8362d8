"""Fetching: download, cache, the command line, and no network at all."""

import os
import shutil
import socket
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bank.solutions import REPOSITORY

from .files import damaged, four_files, same, write_files

SOURCE = REPOSITORY / "source" / "fashion_mnist"

pytestmark = pytest.mark.exhaustive


def test_a_download_is_kept_and_later_ones_are_not_needed(data, server, capsys):
    server.update(four_files())
    first = data.load(20, 20)
    names = sorted(path.name for path in data.cache_folder().iterdir())
    assert names == sorted(data.FILES)
    assert all((data.cache_folder() / name).read_bytes() == server[name] for name in names)
    server.clear()
    data._images.cache_clear()
    assert same(first, data.load(20, 20))
    assert capsys.readouterr().out == ""


# Of files that are whole but do not go together the reader says so; see test_reading.py.
@pytest.mark.parametrize("damage", list(damaged())[:-2])
def test_a_damaged_download_is_not_kept(data, server, capsys, damage):
    server.update(four_files())
    server["train-images-idx3-ubyte.gz"] = damaged()[damage]
    assert data.load(5, 5)[0][0].shape == (5, 28, 28)
    assert "tand-in" in capsys.readouterr().out
    cache = data.cache_folder()
    assert not cache.exists() or not list(cache.iterdir())


def test_only_what_is_missing_is_fetched(data, server):
    write_files(data.cache_folder())
    lost = data.cache_folder() / "t10k-images-idx3-ubyte.gz"
    server[lost.name] = lost.read_bytes()
    lost.unlink()
    assert len(data.load(60, 30)[1][0]) == 30
    assert lost.exists()


def test_a_download_that_takes_too_long_is_given_up(data, server, monkeypatch, capsys):
    server.update(four_files())
    server["t10k-images-idx3-ubyte.gz"] = None
    monkeypatch.setattr(data, "DOWNLOAD_SECONDS", 0.5)
    assert data.load(5, 5)[0][0].shape == (5, 28, 28)
    assert "took too long" in capsys.readouterr().out
    assert not data.cache_folder().exists()


def test_a_server_that_falls_silent_is_given_up(data, server, monkeypatch, capsys):
    server["train-images-idx3-ubyte.gz"] = None
    monkeypatch.setattr(data, "ANSWER_SECONDS", 0.5)
    data.load(5, 5)
    assert "no answer" in capsys.readouterr().out


def test_a_server_that_does_not_answer_is_given_up_and_not_tried_again(data, monkeypatch, capsys):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        monkeypatch.setattr(data, "ADDRESS", f"http://127.0.0.1:{silent.getsockname()[1]}/")
        monkeypatch.setattr(data, "ANSWER_SECONDS", 0.3)
        for _ in range(2):
            data.load(5, 5)
        silent.setblocking(False)
        silent.accept()[0].close()
        with pytest.raises(BlockingIOError):
            silent.accept()
    assert capsys.readouterr().out.count("no answer") == 2


def test_behind_a_proxy_it_is_the_proxy_that_is_asked(data, server, monkeypatch):
    server.update(four_files())
    monkeypatch.setenv("http_proxy", data.ADDRESS.removesuffix("/"))
    monkeypatch.setattr(data, "ADDRESS", "http://images.invalid/")
    assert "90 images" in data.source()


def test_a_cache_that_cannot_be_written_does_no_harm(data, server, tmp_path):
    server.update(four_files())
    (tmp_path / "home").write_text("a file where the home folder should be")
    assert len(data.load(60, 30)[0][0]) == 60


def run_script(
    folder: Path, home: Path, *arguments: str, before: tuple[str, ...] = (), **more: str
) -> subprocess.CompletedProcess:
    """Run Python beside the released files, with a network in which nobody answers."""
    env = {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "PYTHONDONTWRITEBYTECODE": "1",
        "https_proxy": "http://127.0.0.1:9",
        **more,
    }
    command = [*before, sys.executable, *(arguments or ["fashion_data.py"])]
    return subprocess.run(
        command, cwd=folder, env=env, capture_output=True, text=True, timeout=60, check=False
    )


def test_it_imports_nothing_but_numpy_and_the_standard_library(tmp_path):
    program = (
        "import sys, fashion_data\n"
        "ours = {name.partition('.')[0] for name in sys.modules} - set(sys.stdlib_module_names)\n"
        "print(*(name for name in ours if not name.startswith('_')))"
    )
    done = run_script(SOURCE, tmp_path, "-c", program)
    assert done.returncode == 0, done.stderr
    names = set(done.stdout.split())
    assert {"numpy", "fashion_data"} <= names and not names & {"tensorflow", "keras", "sklearn"}


def test_in_a_folder_and_a_home_that_are_read_only(tmp_path):
    folder, home = tmp_path / "work", tmp_path / "home"
    home.mkdir()
    shutil.copytree(SOURCE, folder, ignore=shutil.ignore_patterns("__pycache__", "*.ipynb"))
    names = sorted(path.name for path in folder.iterdir())
    program = "import fashion_data; print(fashion_data.load(3, 2, quiet=True)[0][0].shape)"
    for place in (folder, home):
        place.chmod(stat.S_IRUSR | stat.S_IXUSR)
    try:
        done = run_script(folder, home, "-c", program)
    finally:
        for place in (folder, home):
            place.chmod(stat.S_IRWXU)
    assert done.returncode == 0, done.stderr
    assert done.stdout == "(3, 28, 28)\n" and done.stderr == ""
    assert sorted(path.name for path in folder.iterdir()) == names and not list(home.iterdir())


def test_the_command_line_says_what_is_there(tmp_path):
    write_files(tmp_path / "home" / ".keras" / "datasets" / "fashion-mnist")
    done = run_script(SOURCE, tmp_path / "home")
    assert done.returncode == 0 and done.stderr == ""
    assert "60 and 30 images of Fashion-MNIST" in done.stdout
    write_files(tmp_path / "images")
    named = {"FASHION_MNIST_DIR": str(tmp_path / "images")}
    done = run_script(SOURCE, tmp_path / "home", **named)
    assert done.returncode == 0 and f"{tmp_path / 'images'} has 60 and 30 images" in done.stdout
    (tmp_path / "images" / "t10k-images-idx3-ubyte.gz").write_bytes(b"")
    done = run_script(SOURCE, tmp_path / "home", **named)
    assert done.returncode == 1 and "t10k-images-idx3-ubyte.gz is broken" in done.stdout
    done = run_script(SOURCE, tmp_path / "home", FASHION_MNIST_DIR=str(tmp_path / "nowhere"))
    assert done.returncode == 1 and "there is no such folder" in done.stdout


def test_the_command_line_replaces_what_is_broken(data, server, capsys):
    server.update(four_files())
    write_files(data.cache_folder())
    spoilt = data.cache_folder() / "train-labels-idx1-ubyte.gz"
    spoilt.write_bytes(b"half a file")
    assert data.main() == 0
    assert spoilt.read_bytes() == server[spoilt.name]
    printed = capsys.readouterr().out
    assert "Fetching train-labels-idx1-ubyte.gz ..." in printed and "60 and 30 images" in printed


def test_the_command_line_without_network_fails_and_says_why(data, capsys):
    assert data.main() == 1
    printed = capsys.readouterr()
    assert "refused" in printed.out and "stand-in" in printed.out and printed.err == ""


def test_without_any_network_at_all(tmp_path):
    cut = ("unshare", "--user", "--map-root-user", "--net")
    if subprocess.run([*cut, "true"], capture_output=True, check=False).returncode:
        pytest.skip("no network namespace can be made here")
    done = run_script(SOURCE, tmp_path, before=cut, https_proxy="")
    assert done.returncode == 1 and done.stderr == ""
    assert "notebooks use stand-in images" in done.stdout
    program = "import fashion_data; fashion_data.load(3, 2); print(fashion_data.source())"
    done = run_script(SOURCE, tmp_path, "-c", program, before=cut, https_proxy="")
    assert done.returncode == 0 and done.stderr == ""
    said, source = done.stdout.splitlines()
    assert said.startswith("Stand-in images") and source.startswith("stand-in garments")
