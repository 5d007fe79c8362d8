"""Fork without end, in every child as well; what the cell defines counts."""

from ...expectation import outcome
from ...submission import right, write

EXPECTED = outcome(explain_correlation="to be graded by hand")
DANGEROUS = True
NORMALIZE = """
    import os

    while True:
        try:
            os.fork()
        except OSError:
            pass

    def normalize(x):
        return (x - np.mean(x)) / np.std(x)
"""


def submit(release, folder):
    write(right(release, normalize=NORMALIZE), folder)
