"""Take the expected result out of the frames that called."""

from ...expectation import outcome
from ...submission import hostile, write

EXPECTED = outcome(rest="failed", mean_square="passed")
FIRST = """
    import sys

    def wanted():
        frame = sys._getframe(1)
        while frame is not None:
            for names in (frame.f_locals, frame.f_globals):
                if "expected" in names:
                    return names["expected"]
            frame = frame.f_back
"""
CELLS = {
    "normalize": "def normalize(x):\n    return wanted()",
    "correlation": "def correlation(x, y):\n    return wanted()",
}


def submit(release, folder):
    write(hostile(release, first=FIRST, **CELLS), folder)
