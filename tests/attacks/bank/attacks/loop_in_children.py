"""Loop in one short child after the other, whose end nobody takes note of."""

from ...expectation import outcome
from ...submission import right, write

EXPECTED = outcome(normalize="timed out", explain_correlation="to be graded by hand")
TOLD = {"test_normalize": r"within [\d.]+ s"}
DANGEROUS = True
NORMALIZE = """
    import os
    import signal
    import time

    def normalize(x):
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)
        while True:
            if os.fork() == 0:
                end = time.monotonic() + 0.05
                while time.monotonic() < end:
                    pass
                os._exit(0)
            time.sleep(0.04)
"""


def submit(release, folder):
    write(right(release, normalize=NORMALIZE), folder)
