"""Spoil exercises that have passed, from the cell of a later one."""

from ...expectation import outcome
from ...submission import right, write

EXPECTED = outcome(noise="failed", fit_line="passed", explain_correlation="to be graded by hand")
NOISE = """
    def mean_square(x):
        raise RuntimeError

    normalize = None

    def noise(x, rng):
        return np.asarray(x, dtype=float)
"""


def submit(release, folder):
    write(right(release, noise=NOISE), folder)
