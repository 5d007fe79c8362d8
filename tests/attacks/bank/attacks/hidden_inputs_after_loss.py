"""Write the arguments of a call into a file and end Python; a later cell prints the file."""

from ...assignment import HIDDEN_INPUTS
from ...expectation import outcome
from ...submission import right, write

EXPECTED = outcome(test_mean_square="failed", explain_correlation="to be graded by hand")
NEVER = HIDDEN_INPUTS
MEAN_SQUARE = """
    import os

    def mean_square(x):
        if os.path.exists("seen.txt"):
            print(*open("seen.txt"))
        if np.size(x) == 4:
            with open("seen.txt", "a") as file:
                print(np.asarray(x).tolist(), file=file)
            os._exit(0)
        x = np.asarray(x, dtype=float)
        return (x * x).sum() / x.size

    if os.path.exists("seen.txt"):
        print(*open("seen.txt"))
"""
LAST = """
    print(os.path.exists("seen.txt") and open("seen.txt").read())
"""


def submit(release, folder):
    write(right(release, mean_square=MEAN_SQUARE, last=LAST), folder)
