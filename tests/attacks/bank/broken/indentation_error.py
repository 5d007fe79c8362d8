"""Tabs and spaces mixed in one solution."""

from ...expectation import outcome
from ...submission import right, write

EXPECTED = outcome(noise="failed", explain_correlation="to be graded by hand")
TOLD = {"test_noise": r"TabError|IndentationError|indent|tab"}


def submit(release, folder):
    write(right(release, noise="def noise(x, rng):\n\ty = x\n        return y"), folder)
