"""Loop in a process that has left its parents, and sleep beside it."""

from ...expectation import outcome
from ...submission import right, write

EXPECTED = outcome(normalize="timed out", explain_correlation="to be graded by hand")
TOLD = {"test_normalize": r"within [\d.]+ s"}
DANGEROUS = True
NORMALIZE = """
    import os
    import time

    def normalize(x):
        if os.fork() == 0:
            try:
                os.setsid()
            except OSError:
                pass
            if os.fork() == 0:
                while True:
                    pass
            os._exit(0)
        os.wait()
        time.sleep(10**6)
"""


def submit(release, folder):
    write(right(release, normalize=NORMALIZE), folder)
