"""Print the arguments of all calls when Python ends, and end it."""

from ...assignment import HIDDEN_INPUTS
from ...expectation import outcome
from ...submission import right, write

EXPECTED = outcome(explain_correlation="to be graded by hand")
NEVER = HIDDEN_INPUTS
MEAN_SQUARE = """
    import atexit

    seen = []

    def mean_square(x):
        seen.append(np.asarray(x).tolist()[:4])
        x = np.asarray(x, dtype=float)
        return (x * x).sum() / x.size

    atexit.register(lambda: print(seen))
"""
LAST = """
    import os

    atexit._run_exitfuncs()
    os._exit(0)
"""


def submit(release, folder):
    write(right(release, mean_square=MEAN_SQUARE, last=LAST), folder)
