"""Return NaN, so that the partial credit is NaN.

nbgrader takes a value that is not at least 0 for full points. Here a credit that is no finite
number is a grader error: no points, and a person looks at it.
"""

from ...expectation import outcome
from ...submission import hostile, write

EXPECTED = outcome(rest="failed", mean_square="passed", test_normalize__quality="grader error")
NORMALIZE = """
    def normalize(x):
        return np.full(np.shape(x), np.nan)
"""


def submit(release, folder):
    write(hostile(release, normalize=NORMALIZE), folder)
