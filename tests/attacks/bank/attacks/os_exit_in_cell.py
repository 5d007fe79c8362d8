"""End the process at once, by `os._exit`, in a solution cell."""

from ...expectation import outcome
from ...submission import right, write

EXPECTED = outcome(normalize="failed", explain_correlation="to be graded by hand")
TOLD = {"test_normalize": r"exit|ended|end|died|stopped"}
NORMALIZE = """
    import os

    os._exit(0)

    def normalize(x):
        return (x - np.mean(x)) / np.std(x)
"""


def submit(release, folder):
    write(right(release, normalize=NORMALIZE), folder)
