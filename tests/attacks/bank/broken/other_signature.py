"""A function that takes other arguments than it should."""

from ...expectation import outcome
from ...submission import right, write

EXPECTED = outcome(noise="failed", explain_correlation="to be graded by hand")
TOLD = {"test_noise": r"argument"}


def submit(release, folder):
    write(right(release, noise="def noise(x):\n    return x"), folder)
