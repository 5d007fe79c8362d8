"""Call `input()` in a solution cell; what the cell defines counts."""

from ...expectation import outcome
from ...submission import right, write

EXPECTED = outcome(explain_correlation="to be graded by hand")
NORMALIZE = """
    divisor = input("How many? ")

    def normalize(x):
        return (x - np.mean(x)) / np.std(x)
"""


def submit(release, folder):
    write(right(release, normalize=NORMALIZE), folder)
