"""A solution that calls itself for ever."""

from ...expectation import outcome
from ...submission import right, write

EXPECTED = outcome(noise="failed", explain_correlation="to be graded by hand")
TOLD = {"test_noise": r"recursion"}


def submit(release, folder):
    write(right(release, noise="def noise(x, rng):\n    return noise(x, rng)"), folder)
