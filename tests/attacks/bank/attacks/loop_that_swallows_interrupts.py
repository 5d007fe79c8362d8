"""Loop for ever and swallow every KeyboardInterrupt."""

from ...expectation import outcome
from ...submission import right, write

EXPECTED = outcome(normalize="timed out", explain_correlation="to be graded by hand")
TOLD = {"test_normalize": r"time|long|within [\d.]+ s"}
NORMALIZE = """
    def normalize(x):
        while True:
            try:
                while True:
                    pass
            except BaseException:
                pass
"""


def submit(release, folder):
    write(right(release, normalize=NORMALIZE), folder)
