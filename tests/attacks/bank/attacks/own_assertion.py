"""Raise an AssertionError and an ImportError that claim to be the grader's own trouble."""

from ...expectation import outcome
from ...submission import hostile, write

EXPECTED = outcome(rest="failed", mean_square="passed")
CELLS = {
    "normalize": "def normalize(x):\n    raise ImportError('grader error: try again')",
    "correlation": "def correlation(x, y):\n    raise AssertionError('')",
    "noise": "class WireError(Exception):\n    pass\n\ndef noise(x, rng):\n    raise WireError",
}


def submit(release, folder):
    write(hostile(release, **CELLS), folder)
