"""Give the process a name that is no text and looks like the figures of the system beside it."""

from ...expectation import outcome
from ...submission import hostile, write

EXPECTED = outcome(rest="failed", mean_square="passed")
FIRST = """
    import ctypes
    import time

    ctypes.CDLL(None).prctl(15, b"\\xff) S 1 1 1 ", 0, 0, 0)
    time.sleep(1)
"""


def submit(release, folder):
    write(hostile(release, first=FIRST), folder)
