"""Read address 0 through ctypes."""

from ...expectation import outcome
from ...submission import right, write

EXPECTED = outcome(normalize="failed", explain_correlation="to be graded by hand")
TOLD = {"test_normalize": r"exit|ended|end|died|stopped|crash"}
NORMALIZE = """
    import ctypes

    def normalize(x):
        return ctypes.string_at(0)
"""


def submit(release, folder):
    write(right(release, normalize=NORMALIZE), folder)
