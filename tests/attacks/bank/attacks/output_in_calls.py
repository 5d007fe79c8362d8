"""Print without end in a call."""

from ...expectation import outcome
from ...submission import right, write

EXPECTED = outcome(normalize="timed out", explain_correlation="to be graded by hand")
TOLD = {"test_normalize": r"time|long|within [\d.]+ s|output|print"}
DANGEROUS = True
NORMALIZE = """
    def normalize(x):
        while True:
            print("x" * 1_000_000)
"""


def submit(release, folder):
    write(right(release, normalize=NORMALIZE), folder)
