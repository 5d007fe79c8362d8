"""Images for the assignment on Fashion-MNIST: the real ones, or garments drawn here.

``load`` takes the first of these that there is:

1. the folder named by the environment variable ``FASHION_MNIST_DIR``: the four original ``.gz``
   files, or one ``.npz`` with the arrays ``x`` (uint8, n x 28 x 28) and ``y`` (n labels);
2. the cache of Keras, ``~/.keras/datasets/fashion-mnist``, or a download if there is a network;
3. stand-ins, small garments that are drawn here. A line says so.

``python fashion_data.py`` fetches the real images into the cache, once, and says what is there.
Fashion-MNIST: Xiao, Rasul and Vollgraf 2017, https://arxiv.org/abs/1708.07747 (MIT licence).
"""

import functools
import gzip
import io
import os
import socket
import sys
import tempfile
import threading
import time
import urllib.parse
import urllib.request
import zipfile
import zlib
from contextlib import suppress
from http.client import HTTPException
from itertools import pairwise
from pathlib import Path

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
CONNECT_SECONDS = 3.0
DOWNLOAD_SECONDS = 20.0  # for all four files, when a notebook asks; 31 MB
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
        return draw(n_train, [seed, 0]), draw(n_test, [seed, 1])
    rng = np.random.default_rng([seed, 2])
    if len(parts) == 1:  # a single collection: disjoint parts of one permutation
        (x, y), wanted = parts[0], n_train + n_test
        _enough(wanted, len(x), where)
        chosen = rng.permutation(len(x))[:wanted]
        choices = [(x, y, chosen[:n_train]), (x, y, chosen[n_train:])]
    else:
        choices = []
        for (x, y), wanted in zip(parts, (n_train, n_test), strict=True):
            _enough(wanted, len(x), where)
            choices.append((x, y, rng.permutation(len(x))[:wanted]))
    train, test = ((x[chosen], y[chosen]) for x, y, chosen in choices)
    return train, test


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


def _enough(wanted, there, where):
    if wanted > there:
        raise ValueError(f"{wanted:,} images are asked for, and {where} has {there:,}")


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
        fetched = fetch(missing, time.monotonic() + DOWNLOAD_SECONDS)
    except OSError as error:
        return None, f"{error}; none in {cache}"
    keep(fetched, cache)
    contents = [fetched.get(name) or (cache / name).read_bytes() for name in FILES]
    return _four(contents, [str(cache / name) for name in FILES]), str(cache)


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
    present = [name for name in FILES if (folder / name).is_file()]
    if len(present) == len(FILES):
        paths = [folder / name for name in FILES]
        return _four([_bytes(path) for path in paths], [str(path) for path in paths])
    collections = sorted(folder.glob("*.npz"))
    if len(collections) == 1:
        return [_read_npz(collections[0])]
    if collections:
        names = ", ".join(path.name for path in collections)
        raise FileNotFoundError(f"{folder} has several .npz files ({names}); leave one there")
    missing = ", ".join(name for name in FILES if name not in present)
    raise FileNotFoundError(
        f"{folder} has no images: it needs one .npz file, or the four files of Fashion-MNIST; "
        f"missing: {missing}"
    )


def _advice(path):
    if str(path).startswith(str(cache_folder())):
        return "delete it, or run `python fashion_data.py`, which fetches it anew"
    return f"replace it by a whole one, or unset {VARIABLE}"


def _broken(path, what):
    return BrokenFile(f"{path} is broken ({what}): {_advice(path)}")


def _bytes(path):
    try:
        return path.read_bytes()
    except OSError as error:
        raise _broken(path, f"cannot be read: {error.strerror}") from error


def _four(contents, names):
    """Decode the four files: training images, training labels, test images, test labels."""
    arrays = [
        decode_idx(data, name, dimensions)
        for data, name, dimensions in zip(contents, names, (3, 1, 3, 1), strict=True)
    ]
    return [_checked(*arrays[i : i + 2], names[i], names[i + 1]) for i in (0, 2)]


def decode_idx(data, name, dimensions):
    """Decode a compressed idx file: a magic number, the shape, the bytes."""
    try:
        raw = gzip.decompress(data)
    except (OSError, EOFError, zlib.error) as error:
        raise _broken(name, str(error)) from error
    start = 4 + 4 * dimensions
    if raw[:4] != bytes([0, 0, 8, dimensions]) or len(raw) < start:
        raise _broken(name, "not an idx file of the expected kind")
    shape = [int(n) for n in np.frombuffer(raw[4:start], ">u4")]
    if len(raw) - start != int(np.prod(shape, dtype=object)):
        raise _broken(name, f"{len(raw) - start} bytes of data where {shape} are announced")
    return np.frombuffer(raw, np.uint8, offset=start).reshape(shape)


def _read_npz(path):
    try:
        with np.load(io.BytesIO(_bytes(path)), allow_pickle=False) as file:
            x, y = file["x"], file["y"]
    except KeyError as error:
        raise _broken(path, "it has no arrays x and y") from error
    except BrokenFile:
        raise
    except (OSError, EOFError, ValueError, zipfile.BadZipFile, zlib.error) as error:
        raise _broken(path, str(error)) from error
    return _checked(x, y, path, path)


def _checked(x, y, x_path, y_path):
    if x.ndim != 3 or x.shape[1:] != (28, 28) or x.dtype != np.uint8:
        raise _broken(
            x_path, f"images of shape {x.shape} and type {x.dtype}, not (n, 28, 28), uint8"
        )
    if y.shape != (len(x),) or y.dtype.kind not in "iu":
        raise _broken(y_path, f"labels of shape {y.shape} and type {y.dtype} for {len(x)} images")
    if len(y) and (y.min() < 0 or y.max() > 9):
        raise _broken(y_path, "labels that are not 0 to 9")
    return x, y.astype(np.int64)


# ---- Fetching


def fetch(names, deadline):
    """Download files; return a dict of their verified contents.

    Raises
    ------
    OSError
        If that does not succeed before the deadline (by ``time.monotonic``).
    """
    _connect(min(CONNECT_SECONDS, deadline - time.monotonic()))
    fetched, failure = {}, []

    def work():
        try:
            for name in names:
                with urllib.request.urlopen(ADDRESS + name, timeout=10) as answer:
                    parts = []
                    while part := answer.read(2**16):
                        parts.append(part)
                        if time.monotonic() > deadline:
                            return
                data = b"".join(parts)
                decode_idx(data, name, 1 if "labels" in name else 3)
                fetched[name] = data
        except (OSError, ValueError, HTTPException) as error:
            failure.append(error)

    # In a thread: looking up a name or opening a connection may hang beyond any time limit.
    worker = threading.Thread(target=work, daemon=True)
    worker.start()
    worker.join(max(0.0, deadline - time.monotonic()) + 0.5)
    whole = dict(fetched)
    if len(whole) < len(names):
        reason = f"failed: {failure[0]}" if failure else "took too long"
        raise OSError(f"the download {reason}")
    return whole


def _connect(seconds):
    """Raise OSError unless the server, or the proxy before it, is reached within some seconds."""
    proxy = urllib.parse.urlsplit(urllib.request.getproxies().get("https", ""))
    host, port = (proxy.hostname, proxy.port or 80) if proxy.hostname else (HOST, 443)
    reached = []

    def work():
        with suppress(OSError), socket.create_connection((host, port), timeout=seconds):
            reached.append(True)

    worker = threading.Thread(target=work, daemon=True)
    worker.start()
    worker.join(seconds)
    if not reached:
        raise OSError(f"no connection to {host}")


def keep(fetched, cache):
    """Write files into the cache; each appears there whole or not at all.

    Returns
    -------
    str
        Why that was not possible; empty if it was.
    """
    try:
        cache.mkdir(parents=True, exist_ok=True)
        for name, data in fetched.items():
            number, temporary = tempfile.mkstemp(prefix=name, suffix=".part", dir=cache)
            try:
                with os.fdopen(number, "wb") as file:
                    file.write(data)
                os.chmod(temporary, 0o644)
                os.replace(temporary, cache / name)
            except OSError:
                with suppress(OSError):
                    os.remove(temporary)
                raise
    except OSError as error:
        return f"{cache} cannot be written: {error.strerror or error}"
    return ""


def main():
    """Fetch what is missing or broken into the cache, and say what is there."""
    folder = os.environ.get(VARIABLE, "")
    if folder:
        try:
            count = sum(len(x) for x, _ in read_folder(Path(folder)))
        except (OSError, ValueError) as error:
            print(error)
            return 1
        print(f"{count:,} images in {folder}, which {VARIABLE} names; nothing to fetch.")
        return 0
    cache = cache_folder()
    needed = []
    for name in FILES:
        try:
            decode_idx(_bytes(cache / name), str(cache / name), 1 if "labels" in name else 3)
        except ValueError:
            needed.append(name)
    if needed:
        print(f"Fetching {', '.join(needed)} ...", flush=True)
        try:
            trouble = keep(fetch(needed, time.monotonic() + COMMAND_SECONDS), cache)
        except OSError as error:
            trouble = str(error)
        if trouble:
            print(f"Fashion-MNIST is not in {cache}: {trouble}. Notebooks use stand-in images.")
            return 1
    try:
        (x_train, _), (x_test, _) = read_folder(cache)
    except (OSError, ValueError) as error:
        print(error)
        return 1
    print(f"Fashion-MNIST is in {cache}: {len(x_train):,} training, {len(x_test):,} test images.")
    return 0


# ---- Drawing


def draw(n, seed):
    """Draw garments: (images, labels), uint8 (n, 28, 28) and int64 (n,)."""
    rng = np.random.default_rng(seed)
    labels = rng.integers(0, 10, n)
    images = np.zeros((n, 28, 28), np.float32)
    for label, garment in enumerate(_GARMENTS):
        mine = np.flatnonzero(labels == label)
        if len(mine):
            images[mine] = _photograph(garment, label, len(mine), rng)
    return np.round(255 * images).astype(np.uint8), labels


class _Canvas:
    """Coordinates of the pixels of n images, each with a pose of its own, and shapes in them.

    u goes right and v down, both about from -1 to 1. A shape is how much of each pixel it covers.
    """

    def __init__(self, n, rng, flips):
        self.n, self.rng = n, rng
        y, x = (np.mgrid[:28, :28].astype(np.float32) - 13.5) / 14
        angle = self.normal(0.06)
        x, y = x - self.normal(0.05), y - self.normal(0.05)
        wide, high = 1 + self.normal(0.09), 1 + self.normal(0.06)
        mirror = np.where(self.uniform(0, 1) < flips, -1, 1)
        self.u = mirror * (np.cos(angle) * x + np.sin(angle) * y) / wide
        self.v = (np.cos(angle) * y - np.sin(angle) * x) / high

    def uniform(self, low, high):
        """A number for each image."""
        return self.rng.uniform(low, high, (self.n, 1, 1)).astype(np.float32)

    def normal(self, deviation):
        """A number for each image, within 2.5 deviations."""
        z = self.rng.standard_normal((self.n, 1, 1))
        return (deviation * np.clip(z, -2.5, 2.5)).astype(np.float32)

    def chance(self, p):
        """1 for about a part p of the images and 0 for the others."""
        return (self.uniform(0, 1) < p).astype(np.float32)

    @staticmethod
    def cover(distance):
        """Soft edges, a pixel wide."""
        return np.clip(0.5 - distance * 14, 0, 1)

    def limb(self, a, b, r, s):
        """A stroke from a to b, of radius r there and s here."""
        du, dv = b[0] - a[0], b[1] - a[1]
        t = ((self.u - a[0]) * du + (self.v - a[1]) * dv) / (du**2 + dv**2)
        t = np.clip(t, 0, 1)
        apart = np.hypot(self.u - a[0] - t * du, self.v - a[1] - t * dv)
        return self.cover(apart - r - t * (s - r))

    def limbs(self, a, b, r, s):
        """The same on both sides."""
        mirrored = [(-point[0], point[1]) for point in (a, b)]
        return np.maximum(self.limb(a, b, r, s), self.limb(*mirrored, r, s))

    def trunk(self, *knots):
        """A symmetric body: half its width at some heights, from top to bottom."""
        half = self.path(self.v, knots)
        ends = np.maximum(knots[0][0] - self.v, self.v - knots[-1][0])
        return self.cover(np.maximum(np.abs(self.u) - half, ends))

    def below(self, bottom, *knots):
        """What lies between a line, given by its heights at some u, and the height `bottom`."""
        sides = np.maximum(knots[0][0] - self.u, self.u - knots[-1][0])
        top = self.path(self.u, knots)
        return self.cover(np.maximum(np.maximum(top - self.v, self.v - bottom), sides))

    @staticmethod
    def path(at, knots):
        """A piecewise linear function."""
        value = knots[0][1]
        for (p, low), (q, high) in pairwise(knots):
            value = value + np.clip((at - p) / (q - p), 0, 1) * (high - low)
        return value

    def disc(self, centre, r, s):
        """An ellipse."""
        away = np.hypot((self.u - centre[0]) / r, (self.v - centre[1]) / s)
        return self.cover((away - 1) * np.minimum(r, s))

    def ring(self, centre, r, s, width):
        """The outline of an ellipse."""
        away = np.hypot((self.u - centre[0]) / r, (self.v - centre[1]) / s)
        return self.cover(np.abs(away - 1) * np.minimum(r, s) - width)


def _photograph(garment, label, n, rng):
    """Draw n garments of one kind: shape, light, cloth, and what spoils a photograph."""
    c = _Canvas(n, rng, flips=0.25 if label in (5, 7, 8, 9) else 0.0)
    shape, shade = garment(c)
    brightness = c.uniform(0.35, 0.95)
    light = 1 + c.normal(0.15) * c.u + c.normal(0.12) * c.v - 0.18 * np.abs(c.u)
    # Cloth: stripes in one direction or checks, or a print on the front.
    phase, steps = c.uniform(0, 6.3), c.uniform(9, 24)
    level, upright = np.sin(steps * c.v + phase), np.sin(steps * c.u + phase)
    kind = c.uniform(0, 1)
    pattern = np.where(kind < 0.14, level, np.where(kind < 0.22, upright, level * upright))
    patterned = kind < (0.5 if label == 6 else 0.28)
    cloth = 1 + np.where(patterned, c.uniform(0.1, 0.4) * pattern, 0)
    spot = c.disc((c.normal(0.1), c.uniform(-0.3, 0.2)), c.uniform(0.1, 0.3), c.uniform(0.1, 0.3))
    cloth = cloth * (1 + c.chance(0.25) * c.uniform(-0.7, 0.7) * spot)
    rough = rng.standard_normal((n, 28, 28)).astype(np.float32)
    folds = rng.standard_normal((n, 7, 7)).astype(np.float32).repeat(4, 1).repeat(4, 2)
    folds = (folds + np.roll(folds, 2, 1) + np.roll(folds, 2, 2) + np.roll(folds, 2, (1, 2))) / 2
    cloth = cloth * (1 + 0.05 * rough + 0.1 * folds)
    image = shape * np.clip(brightness * light * cloth * shade, 0.04, 1)
    # Something in front, a bar across or a corner, for some of them.
    hidden = c.chance(0.12) * c.limb(
        (c.uniform(-1, 1), c.uniform(-1, 1)),
        (c.uniform(-1, 1), c.uniform(-1, 1)),
        c.uniform(0.05, 0.2),
        c.uniform(0.05, 0.2),
    )
    image = image * (1 - hidden) + hidden * c.uniform(0, 0.6)
    image = image + c.chance(0.5) * 0.03 * np.abs(rng.standard_normal((n, 28, 28)))
    return np.clip(image, 0, 1)


def _neckline(c, depth):
    return 1 - c.disc((0, c.uniform(-0.92, -0.86)), c.uniform(0.12, 0.22), depth)


def _t_shirt(c):
    half, hem = c.uniform(0.34, 0.48), c.uniform(0.6, 0.88)
    body = c.trunk((-0.85, half * 0.6), (-0.7, half), (-0.3, half * 0.93), (hem, half))
    out, reach = c.uniform(0.2, 0.38), c.uniform(0.15, 0.5)
    sleeves = c.limbs((half - 0.1, -0.62), (half + out - 0.1, -0.62 + reach), 0.16, 0.13)
    sleeves = sleeves * c.chance(0.9)  # some are tops
    shape = np.maximum(body, sleeves) * _neckline(c, c.uniform(0.12, 0.3))
    return shape, 1 - 0.15 * sleeves * (1 - body)


def _pullover(c):
    half, hem = c.uniform(0.34, 0.48), c.uniform(0.55, 0.85)
    body = c.trunk((-0.85, half * 0.6), (-0.7, half), (0.2, half * 0.95), (hem, half * 0.95))
    out, cuff = c.uniform(0.12, 0.32), c.uniform(0.35, 0.8)
    sleeves = c.limbs((half - 0.08, -0.6), (half + out, cuff), 0.15, 0.1)
    shape = np.maximum(body, sleeves) * _neckline(c, c.uniform(0.06, 0.18))
    ribs = c.cover(hem - 0.12 - c.v)
    seams = c.limbs((half - 0.02, -0.4), (half, hem), 0.015, 0.015)
    return shape, (1 - 0.2 * ribs * c.chance(0.6)) * (1 - 0.45 * seams)


def _coat(c):
    half, hem = c.uniform(0.32, 0.45), c.uniform(0.72, 0.95)
    flare = c.uniform(1.0, 1.25)
    body = c.trunk((-0.9, half * 0.55), (-0.7, half), (0.1, half * 0.9), (hem, half * flare))
    out, cuff = c.uniform(0.1, 0.3), c.uniform(0.4, 0.8)
    sleeves = c.limbs((half - 0.08, -0.6), (half + out, cuff), 0.15, 0.11)
    shape = np.maximum(body, sleeves) * (1 - c.disc((0, -0.95), c.uniform(0.06, 0.14), 0.15))
    side = c.normal(0.06)
    opening = c.limb((side, -0.6), (side, 1.0), 0.03, 0.03)
    lapels = c.limbs((0.16, -0.85), (0.01, c.uniform(-0.4, 0.0)), 0.03, 0.02)
    seams = c.limbs((half - 0.02, -0.4), (half, hem), 0.015, 0.015)
    return shape, (1 - c.uniform(0.3, 0.8) * np.maximum(opening, lapels)) * (1 - 0.4 * seams)


def _shirt(c):
    half, hem = c.uniform(0.32, 0.46), c.uniform(0.6, 0.9)
    body = c.trunk((-0.88, half * 0.55), (-0.7, half), (0.1, half * 0.93), (hem, half))
    short = c.chance(0.3)
    out, cuff = c.uniform(0.12, 0.32), c.uniform(0.35, 0.8)
    end_u, end_v = half + out - 0.05 * short, cuff * (1 - short) + short * c.uniform(-0.4, -0.1)
    sleeves = c.limbs((half - 0.08, -0.6), (end_u, end_v), 0.14, 0.1 + 0.03 * short)
    shape = np.maximum(body, sleeves)
    collar = c.limbs((0.17, -0.86), (0.03, -0.62), 0.05, 0.03)
    shape = np.maximum(shape * (1 - c.disc((0, -0.9), 0.1, 0.2)), collar)
    buttons = c.limb((0.0, -0.6), (0.0, hem), 0.02, 0.02) * (np.sin(c.uniform(16, 24) * c.v) > 0)
    return shape, (1 + c.uniform(0.1, 0.5) * collar) * (1 - c.uniform(0.3, 0.8) * buttons)


def _dress(c):
    bust, waist = c.uniform(0.2, 0.32), c.uniform(0.14, 0.26)
    skirt, hem = c.uniform(0.22, 0.5), c.uniform(0.75, 0.98)
    belt = c.uniform(-0.25, 0.05)
    body = c.trunk((-0.75, bust * 0.9), (-0.5, bust), (belt, waist), (hem, skirt))
    straps = c.limbs((bust * 0.6, -0.95), (bust * 0.7, -0.65), 0.05, 0.08)
    long = c.uniform(-0.45, 0.3)
    sleeves = c.limbs((bust, -0.68), (bust + c.uniform(0.05, 0.3), long), 0.1, 0.07)
    shape = np.maximum(np.maximum(body, straps), sleeves * c.chance(0.4))
    shape = shape * (1 - c.disc((0, -0.92), c.uniform(0.08, 0.16), c.uniform(0.15, 0.3)))
    return shape, 1 - c.uniform(0, 0.6) * c.limb((-0.5, belt), (0.5, belt), 0.03, 0.03)


def _trouser(c):
    waist, hem = c.uniform(0.2, 0.32), c.uniform(0.7, 0.97)
    top = c.trunk((-0.93, waist * 0.9), (-0.5, waist * 1.15), (-0.3, waist * 1.15))
    spread, leg = c.uniform(0.0, 0.2), c.uniform(0.6, 1.0)
    legs = c.limbs(
        (waist * 0.6, -0.4), (waist * 0.6 + spread, hem), waist * 0.55, waist * 0.5 * leg
    )
    shape = np.maximum(top, legs) * c.cover(c.v - hem)
    gap = c.trunk((-0.15, 0.01), (hem, 0.01 + spread * 0.5))
    shape = shape * (1 - c.uniform(0.3, 1) * gap)
    return shape, 1 - c.uniform(0, 0.5) * c.limb((-0.5, -0.85), (0.5, -0.85), 0.03, 0.03)


def _sandal(c):
    heel = c.uniform(0.0, 0.55) * c.chance(0.6)
    flat = c.uniform(0.35, 0.55)
    toe, back, arch = (-0.85, flat), (0.8, flat - heel), (-0.25, flat - 0.05)
    thick = c.uniform(0.03, 0.09)
    sole = np.maximum(c.limb(toe, arch, thick, thick), c.limb(arch, back, thick, thick))
    spike = c.limb(back, (0.82, flat), c.uniform(0.03, 0.1), 0.03)
    shape = np.maximum(sole, spike)
    for _ in range(3):
        start, width = c.uniform(-0.75, 0.4), c.uniform(0.03, 0.1)
        foot = flat - heel * np.clip((start + 0.25) / 1.05, 0, 1)
        peak = (start + c.uniform(0.0, 0.35), foot - c.uniform(0.2, 0.45))
        over = np.maximum(
            c.limb((start, foot), peak, width, width),
            c.limb(peak, (peak[0] + c.uniform(0.1, 0.3), foot), width, width),
        )
        shape = np.maximum(shape, over * c.chance(0.85))
    ankle = c.ring((0.6, flat - heel - 0.22), 0.25, 0.18, 0.04) * c.chance(0.5)
    return np.maximum(shape, ankle), 1


def _sneaker(c):
    flat, high = c.uniform(0.3, 0.5), c.uniform(0.4, 0.62)
    toe = c.uniform(0.12, 0.25)
    upper = c.below(
        flat,
        *((-0.92, flat - toe * 0.7), (-0.7, flat - toe), (-0.35, flat - toe * 1.3)),
        *(
            (0.15, flat - high),
            (0.6, flat - high * c.uniform(0.8, 1.0)),
            (0.88, flat - high * 1.05),
        ),
    )
    mouth = c.disc((0.45, flat - high - 0.04), 0.28, 0.12)
    shape = upper * (1 - mouth)
    sole = c.limb((-0.85, flat), (0.85, flat), 0.06, 0.07)
    mark = c.limb(
        (c.uniform(-0.3, 0.2), flat - 0.1), (c.uniform(0.0, 0.5), flat - high * 0.7), 0.04, 0.04
    )
    laces = c.limb((-0.4, flat - toe * 1.3), (0.1, flat - high), 0.05, 0.05)
    laces = laces * (np.sin(30 * c.u) > 0)
    shade = (1 + c.uniform(-0.6, 0.6) * mark) * (1 - 0.5 * laces * c.chance(0.7))
    return np.maximum(shape, sole), np.where(sole > 0.5, c.uniform(0.6, 1.7), shade)


def _ankle_boot(c):
    flat, high = c.uniform(0.55, 0.82), c.uniform(0.85, 1.5)
    toe, throat = c.uniform(0.2, 0.4), c.uniform(-0.25, 0.1)
    upper = c.below(
        flat,
        *((-0.85, flat - toe * 0.7), (-0.6, flat - toe), (throat - 0.1, flat - toe * 1.5)),
        *((throat + 0.05, flat - high), (0.8, flat - high * c.uniform(0.95, 1.05))),
    )
    heel = c.below(flat + c.uniform(0.0, 0.2), (0.35, flat - 0.05), (0.75, flat - 0.05))
    sole = c.limb((-0.8, flat), (0.75, flat), 0.04, 0.04)
    shape = np.maximum(np.maximum(upper, heel), sole)
    line = c.limb((throat + 0.1, flat - high * 0.9), (throat + 0.2, flat - 0.2), 0.03, 0.03)
    cuff = c.cover(c.v - (flat - high * 0.85)) * c.chance(0.4)
    return shape, (1 - c.uniform(0, 0.7) * line) * (1 - 0.3 * cuff)


def _bag(c):
    half, top, bottom = c.uniform(0.5, 0.85), c.uniform(-0.4, 0.05), c.uniform(0.5, 0.85)
    slant = c.uniform(0.75, 1.0)
    body = c.trunk((top, half * slant), (top + 0.08, half * slant + 0.03), (bottom, half))
    reach = c.uniform(0.15, 0.6) * c.chance(0.85)
    handle = c.ring((0, top), half * c.uniform(0.3, 0.8), reach + 0.08, c.uniform(0.03, 0.06))
    shape = np.maximum(body, handle * c.cover(c.v - top))
    flap = c.limb((-1.0, top + 0.25), (1.0, top + 0.25), 0.025, 0.025) * c.chance(0.5)
    clasp = c.disc((0, top + 0.28), 0.08, 0.07) * c.chance(0.5)
    return shape, (1 - c.uniform(0.2, 0.7) * flap) * (1 + c.uniform(-0.7, 0.7) * clasp)


_GARMENTS = (
    *(_t_shirt, _trouser, _pullover, _dress, _coat),
    *(_sandal, _shirt, _sneaker, _bag, _ankle_boot),
)


if __name__ == "__main__":
    sys.exit(main())
