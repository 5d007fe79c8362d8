"""Return a subclass of `float` that is at no distance from anything."""

from ...expectation import outcome
from ...submission import hostile, write

EXPECTED = outcome(rest="failed", mean_square="passed")
CORRELATION = """
    class Near(float):
        def __sub__(self, other): return 0.0
        def __rsub__(self, other): return 0.0

    def correlation(x, y):
        return Near(5.0)
"""


def submit(release, folder):
    write(hostile(release, correlation=CORRELATION), folder)
