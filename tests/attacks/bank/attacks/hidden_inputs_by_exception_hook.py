"""Show the arguments of all calls wherever an exception of a later cell is shown."""

from ...assignment import HIDDEN_INPUTS
from ...expectation import outcome
from ...submission import right, write

EXPECTED = outcome(explain_correlation="to be graded by hand")
NEVER = HIDDEN_INPUTS
MEAN_SQUARE = """
    import sys

    seen = []

    def tell(*_, **__):
        print(seen)

    def mean_square(x):
        seen.append(np.asarray(x).tolist()[:4])
        x = np.asarray(x, dtype=float)
        return (x * x).sum() / x.size

    sys.excepthook = tell
    get_ipython().set_custom_exc((Exception,), tell)
"""
LAST = """
    raise ValueError
"""


def submit(release, folder):
    write(right(release, mean_square=MEAN_SQUARE, last=LAST), folder)
