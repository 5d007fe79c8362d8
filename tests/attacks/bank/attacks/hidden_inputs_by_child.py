"""Leave a process behind in each call, which prints the arguments later, into any cell."""

from ...assignment import HIDDEN_INPUTS
from ...expectation import outcome
from ...submission import right, write

EXPECTED = outcome(explain_correlation="to be graded by hand")
NEVER = HIDDEN_INPUTS
MEAN_SQUARE = """
    import os
    import time

    def mean_square(x):
        if os.fork() == 0:
            for _ in range(20):
                time.sleep(0.05)
                with open("seen.txt", "a") as file:
                    print(np.asarray(x).tolist()[:4], file=file)
            os._exit(0)
        x = np.asarray(x, dtype=float)
        return (x * x).sum() / x.size
"""
LAST = """
    time.sleep(1)
    print(*open("seen.txt"))
"""


def submit(release, folder):
    write(right(release, mean_square=MEAN_SQUARE, last=LAST), folder)
