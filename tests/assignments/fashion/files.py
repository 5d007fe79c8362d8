"""Files of images, whole and damaged, for the tests of the loader."""

import gzip
import io
from pathlib import Path

import numpy as np


def idx(array: np.ndarray) -> bytes:
    """Return an array as a compressed idx file."""
    header = bytes([0, 0, 8, array.ndim]) + np.array(array.shape, ">u4").tobytes()
    return gzip.compress(header + array.astype(np.uint8).tobytes())


def some_images(n: int, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Return random images with labels."""
    rng = np.random.default_rng(seed)
    return rng.integers(0, 256, (n, 28, 28)).astype(np.uint8), rng.integers(0, 10, n)


def four_files() -> dict[str, bytes]:
    """Return a small data set in the form of the original one, by name of file."""
    (x, y), (u, v) = some_images(60), some_images(30, seed=1)
    names = ("train-images-idx3", "train-labels-idx1", "t10k-images-idx3", "t10k-labels-idx1")
    return {f"{name}-ubyte.gz": idx(part) for name, part in zip(names, (x, y, u, v), strict=True)}


def write_files(folder: Path) -> None:
    """Write it into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in four_files().items():
        (folder / name).write_bytes(content)


def damaged() -> dict[str, bytes]:
    """Return what may stand in the place of the training images, by what is wrong with it."""
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


def broken_collections() -> dict[str, bytes]:
    """Return archives that are no collection of images, by what is wrong with them."""
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


def same(one, two) -> bool:
    """Return whether two results of the loader are equal."""
    return all(
        np.array_equal(a, b)
        for p, q in zip(one, two, strict=True)
        for a, b in zip(p, q, strict=True)
    )
