"""Stop the process with SIGSTOP: it neither answers nor dies."""

from ...expectation import outcome
from ...submission import right, write

EXPECTED = outcome(normalize="timed out", explain_correlation="to be graded by hand")
NORMALIZE = """
    import os
    import signal

    def normalize(x):
        os.kill(os.getpid(), signal.SIGSTOP)
"""


def submit(release, folder):
    write(right(release, normalize=NORMALIZE), folder)
