"""An exercise whose name is an array, and one that returns nothing."""

from ...expectation import outcome
from ...submission import right, write

EXPECTED = outcome(noise="failed", mean_square="failed", explain_correlation="to be graded by hand")


def submit(release, folder):
    answers = {"noise": "noise = np.ones(3)", "mean_square": "def mean_square(x):\n    pass"}
    write(right(release, **answers), folder)
