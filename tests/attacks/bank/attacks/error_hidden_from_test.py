"""Raise what a test might take for its own: NameError, SystemExit, KeyboardInterrupt."""

from ...expectation import outcome
from ...submission import hostile, write

EXPECTED = outcome(rest="failed", mean_square="passed")
CELLS = {
    "normalize": "def normalize(x):\n    raise NameError('name np is not defined')",
    "correlation": "def correlation(x, y):\n    raise SystemExit(0)",
    "noise": "def noise(x, rng):\n    raise KeyboardInterrupt",
    "fit_line": "def fit_line(x, y):\n    raise StopIteration",
}


def submit(release, folder):
    write(hostile(release, **CELLS), folder)
