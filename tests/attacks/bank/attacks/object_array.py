"""Return an array of objects whose operators lie."""

from ...expectation import outcome
from ...submission import hostile, write

EXPECTED = outcome(rest="failed", mean_square="passed")
NORMALIZE = """
    class Zero:
        def __sub__(self, other): return 0.0
        def __rsub__(self, other): return 0.0
        def __add__(self, other): return 0.0
        def __radd__(self, other): return 0.0
        def __truediv__(self, other): return 0.0
        def __eq__(self, other): return True
        def __abs__(self): return 0.0

    def normalize(x):
        return np.array([Zero() for _ in x], dtype=object)
"""


def submit(release, folder):
    write(hostile(release, normalize=NORMALIZE), folder)
