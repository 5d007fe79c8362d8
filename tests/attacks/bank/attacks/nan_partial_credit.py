"""Return NaN, so that the partial credit is NaN.

nbgrader takes a value that is not at least 0 for full points. Here no points come of values that
are no ordinary numbers, and no person is called for it.
"""

from ...expectation import outcome
from ...submission import hostile, write

EXPECTED = outcome(rest="failed", mean_square="passed")
TOLD = {"test_normalize__quality": r"its points are nan"}
NORMALIZE = """
    def normalize(x):
        return np.full(np.shape(x), np.nan)
"""


def submit(release, folder):
    write(hostile(release, normalize=NORMALIZE), folder)
