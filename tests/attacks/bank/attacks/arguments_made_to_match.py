"""Change the arguments to what makes the test's own reckoning agree with a constant answer."""

from ...expectation import outcome
from ...submission import hostile, write

EXPECTED = outcome(rest="failed", mean_square="passed")
CELLS = {
    "correlation": "def correlation(x, y):\n    x[:] = 0\n    y[:] = 0\n    return -1.0",
    "noise": "def noise(x, rng):\n    x += 3\n    return x",
}


def submit(release, folder):
    write(hostile(release, **CELLS), folder)
