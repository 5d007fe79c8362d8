"""Return an array of 160 MB."""

from ...expectation import outcome
from ...submission import hostile, write

EXPECTED = outcome(rest="failed", mean_square="passed")
TOLD = {"test_normalize": r"large|big|size|limit|bytes|entries"}
NORMALIZE = """
    def normalize(x):
        return np.zeros(20_000_000)
"""


def submit(release, folder):
    write(hostile(release, normalize=NORMALIZE), folder)
