"""Set a trace function that makes the expected result equal to what was returned."""

from ...expectation import outcome
from ...submission import hostile, write

EXPECTED = outcome(rest="failed", mean_square="passed")
FIRST = """
    import sys

    def trace(frame, event, argument):
        names = frame.f_globals
        if "expected" in names and "result" in names:
            names["expected"] = names["result"]
        return trace

    sys.settrace(trace)
"""


def submit(release, folder):
    write(hostile(release, first=FIRST), folder)
