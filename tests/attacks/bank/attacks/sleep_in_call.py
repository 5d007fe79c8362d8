"""Sleep for ever in a call, which takes no processor time."""

from ...expectation import outcome
from ...submission import right, write

EXPECTED = outcome(normalize="timed out", explain_correlation="to be graded by hand")
TOLD = {"test_normalize": r"within [\d.]+ s"}
NORMALIZE = """
    import time

    def normalize(x):
        time.sleep(10**6)
"""


def submit(release, folder):
    write(right(release, normalize=NORMALIZE), folder)
