"""A right function that prints a megabyte whenever it is called."""

from ...expectation import outcome
from ...submission import right, write

EXPECTED = outcome(explain_correlation="to be graded by hand")
NORMALIZE = """
    def normalize(x):
        for number in range(20_000):
            print("step", number, "of a computation that wants to be seen by all")
        return (np.asarray(x, dtype=float) - np.mean(x)) / np.std(x)
"""


def submit(release, folder):
    write(right(release, normalize=NORMALIZE), folder)
