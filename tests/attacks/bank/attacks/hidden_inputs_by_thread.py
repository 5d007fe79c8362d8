"""Print the arguments of all calls from a thread, again and again."""

from ...assignment import HIDDEN_INPUTS
from ...expectation import outcome
from ...submission import right, write

EXPECTED = outcome(explain_correlation="to be graded by hand")
NEVER = HIDDEN_INPUTS
MEAN_SQUARE = """
    import threading
    import time

    seen = []

    def tell():
        while True:
            time.sleep(0.05)
            print(seen)

    def mean_square(x):
        seen.append(np.asarray(x).tolist()[:4])
        x = np.asarray(x, dtype=float)
        return (x * x).sum() / x.size

    threading.Thread(target=tell, daemon=True).start()
"""
LAST = """
    time.sleep(0.5)
"""


def submit(release, folder):
    write(right(release, mean_square=MEAN_SQUARE, last=LAST), folder)
