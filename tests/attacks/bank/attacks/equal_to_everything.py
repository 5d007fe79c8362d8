"""Return an object that is equal to everything and within every tolerance."""

from ...expectation import outcome
from ...submission import hostile, write

EXPECTED = outcome(rest="failed", mean_square="passed")
TOLD = {"correlation": r"correlation|Yes"}
CORRELATION = """
    class Yes:
        def __eq__(self, other): return True
        def __lt__(self, other): return True
        def __gt__(self, other): return True
        def __sub__(self, other): return self
        def __rsub__(self, other): return self
        def __abs__(self): return self
        def __bool__(self): return True

    def correlation(x, y):
        return Yes()
"""


def submit(release, folder):
    write(hostile(release, correlation=CORRELATION), folder)
