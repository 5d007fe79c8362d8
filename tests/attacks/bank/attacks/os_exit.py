"""End the process at once, by `os._exit`, in a call."""

from ...expectation import outcome
from ...submission import right, write

EXPECTED = outcome(normalize="failed", explain_correlation="to be graded by hand")
TOLD = {"test_normalize": r"exit|ended|end|died|stopped"}
NORMALIZE = """
    import os

    def normalize(x):
        os._exit(0)
"""


def submit(release, folder):
    write(right(release, normalize=NORMALIZE), folder)
