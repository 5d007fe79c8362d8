"""Return a class of one's own that plays an array and says yes to all."""

from ...expectation import outcome
from ...submission import hostile, write

EXPECTED = outcome(rest="failed", mean_square="passed")
NORMALIZE = """
    class Fake:
        shape = (2,)
        def __array_function__(self, function, types, args, kwargs):
            return (2,) if function.__name__ == "shape" else 0.0
        def __array_ufunc__(self, ufunc, method, *args, **kwargs): return 0.0
        def __sub__(self, other): return self
        def __eq__(self, other): return self
        def __abs__(self): return 0.0
        def all(self): return True
        def mean(self): return 0.0

    def normalize(x):
        return Fake()
"""


def submit(release, folder):
    write(hostile(release, normalize=NORMALIZE), folder)
