"""Reading: a folder of files, an archive, and what is broken."""

import numpy as np
import pytest

from tests.bank import images

from .files import broken_collections, damaged, idx, same, some_images, write_files


class NetworkTouched(Exception):
    """The loader looked for a network where it must not."""


@pytest.fixture
def no_network(data, monkeypatch):
    """Let the loader fail where it looks for a network."""

    def touched(*args, **kwargs):
        raise NetworkTouched

    monkeypatch.setattr(data.urllib.request, "urlopen", touched)


def test_the_four_files_of_a_folder_without_any_look_at_the_network(
    data, no_network, monkeypatch, tmp_path
):
    write_files(tmp_path / "images")
    monkeypatch.setenv("FASHION_MNIST_DIR", str(tmp_path / "images"))
    (x, y), (u, v) = data.load(60, 30)
    (x_all, y_all), (u_all, v_all) = some_images(60), some_images(30, seed=1)
    for got, found, labels, all_images, all_labels in [
        ("train", x, y, x_all, y_all),
        ("test", u, v, u_all, v_all),
    ]:
        where = [int(np.flatnonzero((all_images == image).all((1, 2)))[0]) for image in found]
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


@pytest.mark.parametrize("damage", broken_collections())
def test_a_broken_npz_is_named_with_what_to_do(data, monkeypatch, tmp_path, damage):
    (tmp_path / "some.npz").write_bytes(broken_collections()[damage])
    monkeypatch.setenv("FASHION_MNIST_DIR", str(tmp_path))
    with pytest.raises(data.BrokenFile, match=r"some\.npz is broken .*unset FASHION_MNIST_DIR"):
        data.load(1, 1)


def test_the_cache_of_keras_is_taken_without_any_look_at_the_network(data, no_network):
    write_files(data.cache_folder())
    assert len(data.load(60, 30)[0][0]) == 60
    assert "90 images" in data.source()


def test_the_real_images_where_they_are(data, monkeypatch):
    if images.absent("real"):
        pytest.skip(images.ABSENT)
    monkeypatch.setenv("FASHION_MNIST_DIR", str(images.REAL))
    (x, y), (u, v) = data.load(3500, 900)
    assert len(x) + len(u) == 4400 and set(y) == set(v) == set(range(10))
    assert "images of Fashion-MNIST from" in data.source()
    trousers, bags = (x[y == label].mean((0, 1)) for label in (1, 8))
    assert trousers[4] < 10 < bags[4]  # a trouser is narrow, a bag is wide
