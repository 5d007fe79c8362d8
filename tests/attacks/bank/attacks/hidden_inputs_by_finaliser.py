"""Keep the arguments of all calls in objects that print them when they are removed."""

from ...assignment import HIDDEN_INPUTS
from ...expectation import outcome
from ...submission import right, write

EXPECTED = outcome(explain_correlation="to be graded by hand")
NEVER = HIDDEN_INPUTS
MEAN_SQUARE = """
    import gc

    class Last:
        def __init__(self, words):
            self.words = words

        def __del__(self):
            print(self.words)

    seen = []

    def mean_square(x):
        seen.append(Last(np.asarray(x).tolist()[:4]))
        seen[-1].itself = seen[-1]
        x = np.asarray(x, dtype=float)
        return (x * x).sum() / x.size
"""
LAST = """
    seen.clear()
    gc.collect()
"""


def submit(release, folder):
    write(right(release, mean_square=MEAN_SQUARE, last=LAST), folder)
