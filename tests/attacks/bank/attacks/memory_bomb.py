"""Take memory without end, in a call."""

from ...expectation import outcome
from ...submission import right, write

EXPECTED = outcome(normalize="killed (memory)", explain_correlation="to be graded by hand")
TOLD = {"test_normalize": r"memory"}
DANGEROUS = True
NORMALIZE = """
    def normalize(x):
        kept = []
        while True:
            kept.append(bytearray(b"x" * 50_000_000))
"""


def submit(release, folder):
    write(right(release, normalize=NORMALIZE), folder)
