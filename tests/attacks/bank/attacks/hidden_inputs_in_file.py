"""Write the arguments of all calls into files, and print these in a later cell."""

from ...assignment import HIDDEN_INPUTS
from ...expectation import outcome
from ...submission import right, write

EXPECTED = outcome(explain_correlation="to be graded by hand")
NEVER = HIDDEN_INPUTS
MEAN_SQUARE = """
    from pathlib import Path

    files = [Path("seen.txt"), Path.home() / "seen.txt", Path("/tmp/seen.txt")]

    def mean_square(x):
        for path in files:
            with path.open("a") as file:
                print(np.asarray(x).tolist()[:4], file=file)
        x = np.asarray(x, dtype=float)
        return (x * x).sum() / x.size
"""
LAST = """
    print([path.read_text() for path in files if path.exists()])
"""


def submit(release, folder):
    write(right(release, mean_square=MEAN_SQUARE, last=LAST), folder)
