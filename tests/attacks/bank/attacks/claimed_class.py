"""Return an object that claims by `__class__` to be a float and lies in every operation."""

from ...expectation import outcome
from ...submission import hostile, write

EXPECTED = outcome(rest="failed", mean_square="passed")
CORRELATION = """
    class Claim:
        __class__ = float
        def __sub__(self, other): return 0.0
        def __float__(self): return float("nan")
        def __repr__(self): return "-1.0"

    def correlation(x, y):
        return Claim()
"""


def submit(release, folder):
    write(hostile(release, correlation=CORRELATION), folder)
