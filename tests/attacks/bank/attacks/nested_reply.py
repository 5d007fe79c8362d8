"""Return a list in a list in a list, a hundred thousand deep."""

from ...expectation import outcome
from ...submission import hostile, write

EXPECTED = outcome(rest="failed", mean_square="passed")
NORMALIZE = """
    def normalize(x):
        nested = []
        for _ in range(100_000):
            nested = [nested]
        return nested
"""


def submit(release, folder):
    write(hostile(release, normalize=NORMALIZE), folder)
