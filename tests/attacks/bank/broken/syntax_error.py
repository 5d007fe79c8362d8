"""A syntax error in one solution."""

from ...expectation import outcome
from ...submission import right, write

EXPECTED = outcome(noise="failed", explain_correlation="to be graded by hand")
TOLD = {"test_noise": r"SyntaxError|syntax"}


def submit(release, folder):
    write(right(release, noise="def noise(x, rng)\n    return x"), folder)
