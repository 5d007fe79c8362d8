"""The loader of images that is released with the assignment on Fashion-MNIST."""

import gzip
import io
import os
import socket
import stat
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from tests.bench.fashion import IMAGES, loader

from tests.bank.solutions import REPOSITORY

SCRIPT = REPOSITORY / "source" / "fashion_mnist" / "fashion_data.py"
REAL = IMAGES / "fashion-mnist-t10k-4443.npz"


class NetworkTouched(Exception):
    """The loader looked for a network where it must not."""


class Hanging:
    """Stands for a function that waits, and fails much later."""

    def __init__(self):
        self.calls = 0

    def __call__(self, *args, **kwargs):
        self.calls += 1
        time.sleep(5)
        raise OSError("timed out")


def idx(array: np.ndarray) -> bytes:
    """Return an array as a compressed idx file."""
    header = bytes([0, 0, 8, array.ndim]) + np.array(array.shape, ">u4").tobytes()
    return gzip.compress(header + array.astype(np.uint8).tobytes())


def some_images(n: int, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    return rng.integers(0, 256, (n, 28, 28)).astype(np.uint8), rng.integers(0, 10, n)


def four_files() -> dict[str, bytes]:
    (x, y), (u, v) = some_images(60), some_images(30, seed=1)
    names = ("train-images-idx3", "train-labels-idx1", "t10k-images-idx3", "t10k-labels-idx1")
    return {f"{name}-ubyte.gz": idx(part) for name, part in zip(names, (x, y, u, v), strict=True)}


def write_files(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in four_files().items():
        (folder / name).write_bytes(content)


@pytest.fixture
def data(monkeypatch, tmp_path):
    """The loader, freshly imported, with an empty home and no network."""
    monkeypatch.delenv("FASHION_MNIST_DIR", raising=False)
    for name in ("KERAS_HOME", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    module = loader()

    def unreachable(*args, **kwargs):
        raise OSError("unreachable")

    monkeypatch.setattr(socket, "create_connection", unreachable)
    return module


@pytest.fixture
def server(data, monkeypatch):
    """What the network would serve: a dict of contents by name, to be filled."""
    contents: dict[str, bytes] = {}

    class Answer(io.BytesIO):
        pass

    def urlopen(address, timeout):
        name = address.rpartition("/")[2]
        if name not in contents:
            raise OSError(f"no {name}")
        return Answer(contents[name])

    monkeypatch.setattr(data, "_connect", lambda seconds: None)
    monkeypatch.setattr(data.urllib.request, "urlopen", urlopen)
    return contents


def same(one, two) -> bool:
    return all(
        np.array_equal(a, b)
        for p, q in zip(one, two, strict=True)
        for a, b in zip(p, q, strict=True)
    )


# ---- Stand-ins


def test_without_files_and_network_it_draws_and_says_so_once_on_stdout(data, capsys):
    started = time.monotonic()
    (x, y), (u, v) = data.load(40, 20)
    assert time.monotonic() - started < 10
    printed = capsys.readouterr()
    assert printed.err == ""
    assert len(printed.out.splitlines()) == 1 and "tand-in" in printed.out
    assert x.shape == (40, 28, 28) and u.shape == (20, 28, 28) and x.dtype == u.dtype == np.uint8
    assert y.shape == (40,) and v.shape == (20,) and y.dtype == v.dtype == np.int64


def test_quiet_says_nothing(data, capsys):
    data.load(5, 5, quiet=True)
    printed = capsys.readouterr()
    assert printed.out == printed.err == ""


def test_the_seed_decides_what_is_drawn_and_the_parts_differ(data):
    one, again, other = (data.load(30, 30, seed=s, quiet=True) for s in (1, 1, 2))
    assert same(one, again)
    assert not np.array_equal(one[0][0], other[0][0]) and not np.array_equal(one[1][0], other[1][0])
    assert not np.array_equal(one[0][0], one[1][0])


def test_the_global_random_state_is_neither_used_nor_changed(data):
    np.random.seed(3)
    before = np.random.get_state()[1].copy()
    one = data.load(10, 10, quiet=True)
    assert np.array_equal(before, np.random.get_state()[1])
    np.random.seed(4)
    assert same(one, data.load(10, 10, quiet=True))


def test_stand_ins_use_all_classes_and_the_range_of_a_byte(data):
    (x, y), _ = data.load(500, 0, quiet=True)
    assert set(y) == set(range(10))
    assert x.max() > 220 and np.mean(x < 20) > 0.3
    for label in range(10):
        assert 15 < x[y == label].mean() < 150, data.CLASS_NAMES[label]


def test_stand_ins_are_drawn_fast(data):
    seconds = []
    for seed in range(2):
        started = time.process_time()
        data.load(3500, 1000, seed=seed, quiet=True)
        seconds.append(time.process_time() - started)
    assert min(seconds) < 4


def test_a_linear_classifier_is_better_than_guessing_and_stays_below_95_percent(data):
    from sklearn.linear_model import LogisticRegression

    (x, y), (u, v) = data.load(3500, 1000, seed=5, quiet=True)
    x, u = (part.reshape(len(part), -1) / 255 for part in (x, u))
    best = 0.0
    for strength in (0.01, 0.1):
        # A tolerance that it reaches; more steps change the third digit.
        model = LogisticRegression(C=strength, max_iter=1000, tol=1e-2).fit(x, y)
        best = max(best, model.score(u, v))
    assert 0.6 < best < 0.95


def test_nothing_or_negative_numbers_of_images(data):
    (x, y), (u, _) = data.load(0, 3, quiet=True)
    assert x.shape == (0, 28, 28) and y.shape == (0,) and u.shape == (3, 28, 28)
    with pytest.raises(ValueError, match="negative"):
        data.load(-1, 3)


# ---- A folder


def test_the_four_files_of_a_folder_without_any_look_at_the_network(data, monkeypatch, tmp_path):
    def touched(*args, **kwargs):
        raise NetworkTouched

    monkeypatch.setattr(data, "_connect", touched)
    monkeypatch.setattr(data.urllib.request, "urlopen", touched)
    write_files(tmp_path / "images")
    monkeypatch.setenv("FASHION_MNIST_DIR", str(tmp_path / "images"))
    (x, y), (u, v) = data.load(60, 30)
    (x_all, y_all), (u_all, v_all) = some_images(60), some_images(30, seed=1)
    for got, images, labels, all_images, all_labels in [
        ("train", x, y, x_all, y_all),
        ("test", u, v, u_all, v_all),
    ]:
        where = [int(np.flatnonzero((all_images == image).all((1, 2)))[0]) for image in images]
        assert sorted(where) == list(range(len(all_images))), got
        assert np.array_equal(all_labels[where], labels), got


def test_an_npz_is_split_into_disjoint_parts_by_the_seed(data, monkeypatch, tmp_path, capsys):
    x, y = some_images(100)
    np.savez(tmp_path / "some.npz", x=x, y=y.astype(np.uint8))
    monkeypatch.setenv("FASHION_MNIST_DIR", str(tmp_path))
    one, again, other = (data.load(60, 40, seed=s) for s in (1, 1, 2))
    assert same(one, again) and not same(one, other)
    both = np.concatenate([one[0][0], one[1][0]])
    where = [int(np.flatnonzero((x == image).all((1, 2)))[0]) for image in both]
    assert sorted(where) == list(range(100))
    assert np.array_equal(y[where], np.concatenate([one[0][1], one[1][1]]))
    assert capsys.readouterr().out == ""


def test_what_is_returned_may_be_changed_without_harm(data, monkeypatch, tmp_path):
    write_files(tmp_path / "images")
    monkeypatch.setenv("FASHION_MNIST_DIR", str(tmp_path / "images"))
    first = data.load(10, 10)
    copies = [[part.copy() for part in pair] for pair in first]
    for pair in first:
        for part in pair:
            part[...] = 1
    assert same(copies, data.load(10, 10))


def test_more_images_than_there_are(data, monkeypatch, tmp_path):
    np.savez(tmp_path / "some.npz", **dict(zip("xy", some_images(100), strict=True)))
    monkeypatch.setenv("FASHION_MNIST_DIR", str(tmp_path))
    with pytest.raises(ValueError, match=r"101 images are asked for.*has 100"):
        data.load(61, 40)


def test_a_folder_that_is_not_there_or_has_no_images(data, monkeypatch, tmp_path):
    monkeypatch.setenv("FASHION_MNIST_DIR", str(tmp_path / "nowhere"))
    with pytest.raises(FileNotFoundError, match="nowhere"):
        data.load(1, 1)
    monkeypatch.setenv("FASHION_MNIST_DIR", str(tmp_path))
    with pytest.raises(FileNotFoundError, match="missing: train-images"):
        data.load(1, 1)
    for name in ("one.npz", "two.npz"):
        (tmp_path / name).write_bytes(b"")
    with pytest.raises(FileNotFoundError, match=r"one\.npz, two\.npz"):
        data.load(1, 1)


def test_one_of_the_four_files_missing_is_named(data, monkeypatch, tmp_path):
    write_files(tmp_path)
    (tmp_path / "t10k-labels-idx1-ubyte.gz").unlink()
    monkeypatch.setenv("FASHION_MNIST_DIR", str(tmp_path))
    with pytest.raises(FileNotFoundError, match=r"missing: t10k-labels-idx1-ubyte\.gz"):
        data.load(1, 1)


def damaged() -> dict[str, bytes]:
    images, labels = some_images(60)
    whole = idx(images)
    flipped = bytearray(whole)
    flipped[len(whole) // 2] ^= 255
    return {
        "cut short": whole[: len(whole) // 2],
        "without its last byte": whole[:-1],
        "empty": b"",
        "a web page": b"<html>404</html>",
        "a changed byte": bytes(flipped),
        "labels in the place of images": idx(labels),
        "fewer images than announced": gzip.compress(gzip.decompress(whole)[:-784]),
        "images of another size": idx(images[:, :20]),
        "another number of images": idx(images[:-1]),
    }


@pytest.mark.parametrize("damage", damaged())
@pytest.mark.parametrize("where", ["folder", "cache"])
def test_a_broken_file_is_named_with_what_to_do(data, monkeypatch, tmp_path, damage, where):
    folder = tmp_path / "images"
    if where == "folder":
        monkeypatch.setenv("FASHION_MNIST_DIR", str(folder))
    else:
        folder = tmp_path / "home" / ".keras" / "datasets" / "fashion-mnist"
    write_files(folder)
    (folder / "train-images-idx3-ubyte.gz").write_bytes(damaged()[damage])
    with pytest.raises(data.BrokenFile, match=r"ubyte\.gz is broken") as caught:
        data.load(1, 1)
    assert str(folder / "train-") in str(caught.value)
    advice = "python fashion_data.py" if where == "cache" else "unset FASHION_MNIST_DIR"
    assert advice in str(caught.value)


def test_labels_that_are_not_0_to_9_are_refused(data, monkeypatch, tmp_path):
    write_files(tmp_path)
    (tmp_path / "t10k-labels-idx1-ubyte.gz").write_bytes(idx(np.full(30, 10)))
    monkeypatch.setenv("FASHION_MNIST_DIR", str(tmp_path))
    with pytest.raises(data.BrokenFile, match=r"t10k-labels-idx1-ubyte\.gz is broken"):
        data.load(1, 1)


def broken_collections() -> dict[str, bytes]:
    x, y = some_images(50)
    whole = io.BytesIO()
    np.savez(whole, x=x, y=y)
    found = {"cut short": whole.getvalue()[:9000], "empty": b"", "text": b"no archive"}
    flipped = bytearray(whole.getvalue())
    flipped[5000] ^= 255
    found["a changed byte"] = bytes(flipped)
    for name, arrays in {
        "without y": {"x": x},
        "floats": {"x": x / 255, "y": y},
        "labels of another number": {"x": x, "y": y[:-1]},
        "labels from 1 to 10": {"x": x, "y": 1 + np.arange(50) % 10},
        "objects": {"x": np.array([None] * 50), "y": y},
    }.items():
        file = io.BytesIO()
        np.savez(file, **arrays)
        found[name] = file.getvalue()
    return found


@pytest.mark.parametrize("damage", broken_collections())
def test_a_broken_npz_is_named_with_what_to_do(data, monkeypatch, tmp_path, damage):
    (tmp_path / "some.npz").write_bytes(broken_collections()[damage])
    monkeypatch.setenv("FASHION_MNIST_DIR", str(tmp_path))
    with pytest.raises(data.BrokenFile, match=r"some\.npz is broken .*unset FASHION_MNIST_DIR"):
        data.load(1, 1)


# ---- Cache and download


def test_the_cache_of_keras_is_taken_without_any_look_at_the_network(data, monkeypatch, tmp_path):
    def touched(*args, **kwargs):
        raise NetworkTouched

    monkeypatch.setattr(data, "_connect", touched)
    write_files(data.cache_folder())
    assert len(data.load(60, 30)[0][0]) == 60
    assert "90 images" in data.source()


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


# Of files that are whole but do not go together the reader says so; see above.
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
    monkeypatch.setattr(data, "DOWNLOAD_SECONDS", 0.3)
    monkeypatch.setattr(data.urllib.request, "urlopen", Hanging())
    started = time.monotonic()
    data.load(5, 5)
    assert time.monotonic() - started < 4
    assert "took too long" in capsys.readouterr().out
    assert not data.cache_folder().exists()


def test_a_connection_that_hangs_is_given_up_and_not_tried_again(data, monkeypatch, capsys):
    monkeypatch.setattr(data, "CONNECT_SECONDS", 0.3)
    hanging = Hanging()
    monkeypatch.setattr(socket, "create_connection", hanging)
    started = time.monotonic()
    data.load(5, 5)
    data.load(5, 5)
    assert time.monotonic() - started < 4 and hanging.calls == 1
    assert "no connection" in capsys.readouterr().out


def test_behind_a_proxy_it_is_the_proxy_that_must_be_reached(data, monkeypatch, capsys):
    monkeypatch.setenv("https_proxy", "http://proxy.invalid:3128")
    data.load(5, 5)
    assert "no connection to proxy.invalid" in capsys.readouterr().out


def test_a_cache_that_cannot_be_written_does_no_harm(data, server, tmp_path):
    server.update(four_files())
    (tmp_path / "home").write_text("a file where the home folder should be")
    assert len(data.load(60, 30)[0][0]) == 60


# ---- As a program, and where little is allowed


def run_script(*lines: str, folder: Path, home: Path, **more: str) -> subprocess.CompletedProcess:
    """Run the script, or a program beside it, with an unreachable network."""
    env = {"PATH": os.environ["PATH"], "HOME": str(home), "PYTHONDONTWRITEBYTECODE": "1", **more}
    program = ["-c", "\n".join(lines)] if lines else [str(folder / SCRIPT.name)]
    return subprocess.run(
        [sys.executable, *program], cwd=folder, env=env, capture_output=True, text=True, timeout=60
    )


NO_NETWORK = (
    "import socket",
    "def refuse(*a, **k): raise OSError('no network')",
    "socket.create_connection = refuse",
)


def test_it_imports_nothing_but_numpy_and_the_standard_library(tmp_path):
    (tmp_path / SCRIPT.name).write_bytes(SCRIPT.read_bytes())
    done = run_script(
        "import sys, fashion_data",
        "ours = {name.partition('.')[0] for name in sys.modules} - set(sys.stdlib_module_names)",
        "print(sorted(name for name in ours if not name.startswith('_')))",
        folder=tmp_path,
        home=tmp_path,
    )
    assert done.returncode == 0, done.stderr
    names = set(eval(done.stdout))
    assert {"numpy", "fashion_data"} <= names and not names & {"tensorflow", "keras", "sklearn"}


def test_in_a_folder_and_a_home_that_are_read_only(tmp_path):
    folder, home = tmp_path / "work", tmp_path / "home"
    for place in (folder, home):
        place.mkdir()
    (folder / SCRIPT.name).write_bytes(SCRIPT.read_bytes())
    for place in (folder, home):
        place.chmod(stat.S_IRUSR | stat.S_IXUSR)
    try:
        done = run_script(
            *NO_NETWORK,
            "import fashion_data",
            "print(fashion_data.load(3, 2, quiet=True)[0][0].shape)",
            folder=folder,
            home=home,
        )
    finally:
        for place in (folder, home):
            place.chmod(stat.S_IRWXU)
    assert done.returncode == 0, done.stderr
    assert done.stdout == "(3, 28, 28)\n" and done.stderr == ""
    assert [path.name for path in folder.iterdir()] == [SCRIPT.name] and not list(home.iterdir())


def test_the_command_line_says_what_is_there(tmp_path):
    write_files(tmp_path / "home" / ".keras" / "datasets" / "fashion-mnist")
    done = run_script(folder=SCRIPT.parent, home=tmp_path / "home")
    assert done.returncode == 0 and done.stderr == ""
    assert "60 training, 30 test images" in done.stdout
    write_files(tmp_path / "images")
    named = {"FASHION_MNIST_DIR": str(tmp_path / "images")}
    done = run_script(folder=SCRIPT.parent, home=tmp_path / "home", **named)
    assert done.returncode == 0 and "90 images" in done.stdout
    (tmp_path / "images" / "t10k-images-idx3-ubyte.gz").write_bytes(b"")
    done = run_script(folder=SCRIPT.parent, home=tmp_path / "home", **named)
    assert done.returncode == 1 and "t10k-images-idx3-ubyte.gz is broken" in done.stdout


def test_the_command_line_replaces_what_is_broken(data, server, capsys):
    server.update(four_files())
    write_files(data.cache_folder())
    spoilt = data.cache_folder() / "train-labels-idx1-ubyte.gz"
    spoilt.write_bytes(b"half a file")
    assert data.main() == 0
    assert spoilt.read_bytes() == server[spoilt.name]
    printed = capsys.readouterr().out
    assert "Fetching train-labels-idx1-ubyte.gz" in printed and "60 training" in printed


def test_the_command_line_without_network_fails_and_says_why(data, capsys):
    assert data.main() == 1
    printed = capsys.readouterr()
    assert "no connection" in printed.out and "stand-in" in printed.out and printed.err == ""


# ---- The real images


def test_the_real_images_where_they_are(data, monkeypatch):
    if not REAL.exists():
        pytest.skip(f"no real images at {REAL}")
    monkeypatch.setenv("FASHION_MNIST_DIR", str(REAL.parent))
    (x, y), (u, v) = data.load(3543, 900)
    assert len(x) + len(u) == 4443 and set(y) == set(v) == set(range(10))
    assert "4,443 images of Fashion-MNIST" in data.source()
    trousers, bags = (x[y == label].mean((0, 1)) for label in (1, 8))
    assert trousers[4] < 10 < bags[4]  # a trouser is narrow, a bag is wide
