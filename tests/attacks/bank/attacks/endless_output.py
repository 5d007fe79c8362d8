"""Print without end in a solution cell; what the cell defines counts."""

from ...expectation import outcome
from ...submission import right, write

EXPECTED = outcome(explain_correlation="to be graded by hand")
DANGEROUS = True
NORMALIZE = """
    line = "x" * 1_000_000
    while True:
        print(line)

    def normalize(x):
        return (x - np.mean(x)) / np.std(x)
"""


def submit(release, folder):
    write(right(release, normalize=NORMALIZE), folder)
