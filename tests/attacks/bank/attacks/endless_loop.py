"""Loop for ever in a call."""

from ...expectation import outcome
from ...submission import right, write

EXPECTED = outcome(normalize="timed out", explain_correlation="to be graded by hand")
TOLD = {"test_normalize": r"time|long|within [\d.]+ s"}
NORMALIZE = """
    def normalize(x):
        while True:
            pass
"""


def submit(release, folder):
    write(right(release, normalize=NORMALIZE), folder)
