"""Take memory without end while the solution cell is run; what the cell defines counts."""

from ...expectation import outcome
from ...submission import right, write

EXPECTED = outcome(explain_correlation="to be graded by hand")
DANGEROUS = True
NORMALIZE = """
    kept = []
    while True:
        kept.append(np.ones(10_000_000))

    def normalize(x):
        return (x - np.mean(x)) / np.std(x)
"""


def submit(release, folder):
    write(right(release, normalize=NORMALIZE), folder)
