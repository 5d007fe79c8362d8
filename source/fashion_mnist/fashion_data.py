"""Images for the assignment on Fashion-MNIST: the real ones, or garments drawn by ``garments.py``.

``load`` takes the first of these that there is:

1. the folder named by the environment variable ``FASHION_MNIST_DIR``: the four original ``.gz``
   files, or one ``.npz`` with the arrays ``x`` (uint8, n x 28 x 28) and ``y`` (n labels);
2. the cache of Keras, ``~/.keras/datasets/fashion-mnist``, or a download if there is a network;
3. stand-ins, small garments that are drawn. A line says so.

``python fashion_data.py`` fetches the real images into the cache, once, and says what is there.
Fashion-MNIST: Xiao, Rasul and Vollgraf 2017, https://arxiv.org/abs/1708.07747 (MIT licence).
"""

import functools
import gzip
import io
import os
import sys
import tempfile
import threading
import time
import urllib.request
import zipfile
import zlib
from contextlib import suppress
from http.client import HTTPException
from pathlib import Path

import garments
import numpy as np

CLASS_NAMES = (
    *("T-shirt/top", "Trouser", "Pullover", "Dress", "Coat"),
    *("Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"),
)
FILES = (
    *("train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz"),
    *("t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz"),
)
HOST = "storage.googleapis.com"
ADDRESS = f"https://{HOST}/tensorflow/tf-keras-datasets/"  # where Keras takes them from
VARIABLE = "FASHION_MNIST_DIR"
ANSWER_SECONDS = 4.0  # for the first answer of the server
DOWNLOAD_SECONDS = 20.0  # for all four files, 31 MB, when a notebook asks
COMMAND_SECONDS = 600.0  # the same, for the command line


class BrokenFile(ValueError):
    """A file of images is damaged, or is something else."""


def load(n_train=3500, n_test=900, seed=0, quiet=False):
    """Load training and test images.

    Parameters
    ----------
    n_train, n_test : int
        How many of each.
    seed : int
        Which ones: the same seed gives the same images, another seed a different choice.
    quiet : bool
        Say nothing when the images are stand-ins.

    Returns
    -------
    (x_train, y_train), (x_test, y_test)
        Images, uint8 of shape (n, 28, 28), and labels, int64 of shape (n,), 0 to 9 as in
        `CLASS_NAMES`. No image is in both parts.

    Raises
    ------
    BrokenFile
        If a file is damaged; the message names it and says what to do.
    FileNotFoundError
        If the folder that FASHION_MNIST_DIR names does not have the images.
    ValueError
        If there are fewer images than asked for.
    """
    n_train, n_test = int(n_train), int(n_test)
    if n_train < 0 or n_test < 0:
        raise ValueError(f"n_train = {n_train} and n_test = {n_test}: neither may be negative")
    parts, where = _images(os.environ.get(VARIABLE, ""), str(cache_folder()))
    if parts is None:
        if not quiet:
            print(f"Stand-in images, drawn by fashion_data.py, instead of Fashion-MNIST: {where}.")
        # Entropy of its own for each part: the test images are no continuation of the others.
        return _drawn(n_train, seed, 0), _drawn(n_test, seed, 1)
    rng = np.random.default_rng([seed, 2])
    if len(parts) == 1:  # a single collection: disjoint parts of one choice
        x, y = _choice(*parts[0], n_train + n_test, rng, where)
        return (x[:n_train], y[:n_train]), (x[n_train:], y[n_train:])
    train, test = parts
    return _choice(*train, n_train, rng, where), _choice(*test, n_test, rng, where)


def source():
    """Say in a few words which images `load` gives."""
    parts, where = _images(os.environ.get(VARIABLE, ""), str(cache_folder()))
    if parts is None:
        return f"stand-in garments ({where})"
    return f"{sum(len(x) for x, _ in parts):,} images of Fashion-MNIST from {where}"


def cache_folder():
    """Return the folder in which Keras keeps Fashion-MNIST."""
    home = os.environ.get("KERAS_HOME") or os.path.join(os.path.expanduser("~"), ".keras")
    return Path(home) / "datasets" / "fashion-mnist"


def _drawn(count, seed, part):
    x, y = _draw(count, seed, part)
    return x.copy(), y.copy()


@functools.lru_cache(maxsize=4)
def _draw(count, seed, part):
    return garments.draw(count, [seed, part])


def _choice(x, y, wanted, rng, where):
    if wanted > len(x):
        raise ValueError(f"{wanted:,} images are asked for, and {where} has {len(x):,}")
    chosen = rng.permutation(len(x))[:wanted]
    return x[chosen], y[chosen]


@functools.lru_cache(maxsize=1)
def _images(folder, cache):
    """Return the real images and where they are from, or None and why there are none.

    Once for each process: a missing network is waited for once.
    """
    if folder:
        return read_folder(Path(folder)), folder
    cache = Path(cache)
    missing = [name for name in FILES if not _is_file(cache / name)]
    if not missing:
        return read_folder(cache), str(cache)
    try:
        fetched = fetch(missing, DOWNLOAD_SECONDS)
    except OSError as error:
        lacking = "no images" if len(missing) == len(FILES) else f"no {', '.join(missing)}"
        return None, f"{error}, and {lacking} in {cache}"
    with suppress(OSError):  # a home that cannot be written
        keep(fetched, cache)
    contents = [fetched.get(name) or _bytes(cache / name) for name in FILES]
    return _four(contents, [cache / name for name in FILES]), str(cache)


def _is_file(path):
    try:
        return path.is_file()
    except OSError:  # a folder that may not be read
        return False


# ---- Reading


def read_folder(folder):
    """Read the images of a folder.

    Returns
    -------
    list of (x, y)
        Training and test images of the four original files, or the one collection of an .npz.
    """
    if not folder.is_dir():
        raise FileNotFoundError(f"{VARIABLE} names {folder}, and there is no such folder")
    missing = [name for name in FILES if not (folder / name).is_file()]
    if not missing:
        paths = [folder / name for name in FILES]
        return _four([_bytes(path) for path in paths], paths)
    collections = sorted(folder.glob("*.npz"))
    if len(collections) == 1:
        return [_read_npz(collections[0])]
    if collections:
        names = ", ".join(path.name for path in collections)
        raise FileNotFoundError(f"{folder} has several .npz files ({names}); leave one there")
    raise FileNotFoundError(
        f"{folder} has no images: it needs one .npz file, or the four files of Fashion-MNIST; "
        f"missing: {', '.join(missing)}"
    )


def _broken(path, what):
    if cache_folder() in path.parents:
        advice = "delete it, or run `python fashion_data.py`, which fetches it anew"
    else:
        advice = f"replace it by a whole one, or unset {VARIABLE}"
    return BrokenFile(f"{path} is broken ({what}): {advice}")


def _bytes(path):
    try:
        return path.read_bytes()
    except OSError as error:
        raise _broken(path, f"cannot be read: {error.strerror}") from error


def _four(contents, paths):
    """Decode the four files: training images, training labels, test images, test labels."""
    arrays = [decode_idx(data, path) for data, path in zip(contents, paths, strict=True)]
    return [_checked(*arrays[i : i + 2], paths[i], paths[i + 1]) for i in (0, 2)]


def decode_idx(data, path):
    """Decode a compressed idx file: a magic number, the shape, the bytes."""
    try:
        raw = gzip.decompress(data)
    except (OSError, EOFError, zlib.error) as error:
        raise _broken(path, str(error)) from error
    dimensions = 1 if "labels" in path.name else 3
    start = 4 + 4 * dimensions
    if raw[:4] != bytes([0, 0, 8, dimensions]) or len(raw) < start:
        raise _broken(path, "not an idx file of the expected kind")
    shape = [int(n) for n in np.frombuffer(raw[4:start], ">u4")]
    if len(raw) - start != int(np.prod(shape, dtype=object)):
        raise _broken(path, f"{len(raw) - start} bytes of data where {shape} are announced")
    return np.frombuffer(raw, np.uint8, offset=start).reshape(shape)


def _read_npz(path):
    data = _bytes(path)
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as file:
            x, y = file["x"], file["y"]
    except KeyError as error:
        raise _broken(path, "it has no arrays x and y") from error
    except (OSError, EOFError, ValueError, zipfile.BadZipFile, zlib.error) as error:
        raise _broken(path, str(error)) from error
    return _checked(x, y, path, path)


def _checked(x, y, x_path, y_path):
    if x.ndim != 3 or x.shape[1:] != (28, 28) or x.dtype != np.uint8:
        wanted = "not (n, 28, 28), uint8"
        raise _broken(x_path, f"images of shape {x.shape} and type {x.dtype}, {wanted}")
    if y.shape != (len(x),) or y.dtype.kind not in "iu":
        raise _broken(y_path, f"labels of shape {y.shape} and type {y.dtype} for {len(x)} images")
    if len(y) and (y.min() < 0 or y.max() > 9):
        raise _broken(y_path, "labels that are not 0 to 9")
    return x, y.astype(np.int64)


# ---- Fetching


def fetch(names, seconds):
    """Download files; return a dict of their verified contents.

    Raises
    ------
    OSError
        If that does not succeed within some seconds, or the server does not answer at all.
    """
    fetched, failure, answered = {}, [], threading.Event()
    deadline = time.monotonic() + seconds

    def work():
        try:
            for name in names:
                with urllib.request.urlopen(ADDRESS + name, timeout=ANSWER_SECONDS) as answer:
                    answered.set()
                    parts = []
                    while part := answer.read(2**16):
                        parts.append(part)
                        if time.monotonic() > deadline:
                            return
                fetched[name] = b"".join(parts)
                decode_idx(fetched[name], Path(name))
        except BrokenFile:
            failure.append(f"{name} arrived damaged")
        except (OSError, HTTPException) as error:
            failure.append(getattr(error, "reason", error))
        answered.set()

    # In a thread: looking up a name or opening a connection may hang beyond any time limit.
    worker = threading.Thread(target=work, daemon=True)
    worker.start()
    silent = OSError(f"no answer from {HOST}")
    if not answered.wait(ANSWER_SECONDS):
        raise silent
    worker.join(max(0.0, deadline - time.monotonic()))
    # The connection has the same time limit, and its thread may be the first to notice.
    if failure and isinstance(failure[0], TimeoutError):
        raise silent
    if failure:
        raise OSError(f"the download from {HOST} failed ({failure[0]})")
    if worker.is_alive() or len(fetched) < len(names):
        raise OSError(f"the download from {HOST} took too long")
    return fetched


def keep(fetched, cache):
    """Write files into the cache; each appears there whole or not at all.

    Raises
    ------
    OSError
        If that is not possible.
    """
    cache.mkdir(parents=True, exist_ok=True)
    for name, data in fetched.items():
        with tempfile.NamedTemporaryFile(prefix=name, dir=cache, delete=False) as file:
            try:
                file.write(data)
                file.close()
                os.chmod(file.name, 0o644)
                os.replace(file.name, cache / name)
            except OSError:
                os.remove(file.name)
                raise


def main():
    """Fetch what is missing or broken into the cache, and say what is there."""
    folder, cache = os.environ.get(VARIABLE), cache_folder()
    try:
        if not folder and (needed := [name for name in FILES if not _is_whole(cache / name)]):
            print(f"Fetching {', '.join(needed)} ...", flush=True)
            keep(fetch(needed, COMMAND_SECONDS), cache)
    except OSError as error:
        print(
            f"Fashion-MNIST is not in {cache}: {error}. Until then "
            "notebooks use stand-in images. The four files may be put there by hand, too."
        )
        return 1
    try:
        parts = read_folder(Path(folder or cache))
    except (OSError, BrokenFile) as error:
        print(error)
        return 1
    counts = " and ".join(f"{len(x):,}" for x, _ in parts)
    print(f"{folder or cache} has {counts} images of Fashion-MNIST.")
    return 0


def _is_whole(path):
    try:
        decode_idx(path.read_bytes(), path)
    except (OSError, BrokenFile):
        return False
    return True


if __name__ == "__main__":
    sys.exit(main())
