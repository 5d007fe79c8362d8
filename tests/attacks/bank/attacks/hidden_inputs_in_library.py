"""Keep the arguments of all calls in an object of a library, and print them in a later cell."""

from ...assignment import HIDDEN_INPUTS
from ...expectation import outcome
from ...submission import right, write

EXPECTED = outcome(explain_correlation="to be graded by hand")
NEVER = HIDDEN_INPUTS
MEAN_SQUARE = """
    np.seen = []

    def mean_square(x):
        np.seen.append(np.asarray(x).tolist()[:4])
        x = np.asarray(x, dtype=float)
        return (x * x).sum() / x.size
"""
LAST = """
    print(np.seen)
"""


def submit(release, folder):
    write(right(release, mean_square=MEAN_SQUARE, last=LAST), folder)
