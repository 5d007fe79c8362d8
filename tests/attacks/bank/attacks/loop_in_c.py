"""Hang in C code that no interrupt reaches: a regular expression that backtracks for ever."""

from ...expectation import outcome
from ...submission import right, write

EXPECTED = outcome(normalize="timed out", explain_correlation="to be graded by hand")
TOLD = {"test_normalize": r"time|long|within [\d.]+ s"}
NORMALIZE = """
    import re

    def normalize(x):
        return re.match(r"(a+)+$", "a" * 60 + "b")
"""


def submit(release, folder):
    write(right(release, normalize=NORMALIZE), folder)
