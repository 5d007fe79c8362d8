"""Return a subclass of `ndarray` whose comparisons and functions give what is wanted.

What arrives is the plain array inside, which is wrong.
"""

from ...expectation import outcome
from ...submission import hostile, write

EXPECTED = outcome(rest="failed", mean_square="passed")
NORMALIZE = """
    class Liar(np.ndarray):
        def __array_function__(self, function, types, args, kwargs):
            return np.shape(np.asarray(self)) if function.__name__ == "shape" else 0.0
        def __array_ufunc__(self, *args, **kwargs): return 0.0
        def __sub__(self, other): return 0.0
        def __eq__(self, other): return np.ones(self.shape, bool)

    def normalize(x):
        return np.asarray(x, dtype=float).view(Liar)
"""


def submit(release, folder):
    write(hostile(release, normalize=NORMALIZE), folder)
