"""Loop for ever in a solution cell."""

from ...expectation import outcome
from ...submission import right, write

EXPECTED = outcome(normalize="timed out", explain_correlation="to be graded by hand")
TOLD = {"test_normalize": r"time|long|within [\d.]+ s"}
NORMALIZE = """
    while True:
        pass

    def normalize(x):
        return (x - np.mean(x)) / np.std(x)
"""


def submit(release, folder):
    write(right(release, normalize=NORMALIZE), folder)
