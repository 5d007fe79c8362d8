"""Start threads without end in a solution cell; what the cell defines counts."""

from ...expectation import outcome
from ...submission import right, write

EXPECTED = outcome(explain_correlation="to be graded by hand")
DANGEROUS = True
NORMALIZE = """
    import threading
    import time

    while True:
        try:
            threading.Thread(target=time.sleep, args=(1000,), daemon=True).start()
        except RuntimeError:
            time.sleep(0.01)

    def normalize(x):
        return (x - np.mean(x)) / np.std(x)
"""


def submit(release, folder):
    write(right(release, normalize=NORMALIZE), folder)
