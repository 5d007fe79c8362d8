"""Exchange the code object of `np.testing.assert_allclose`, so that no name need be rebound."""

from ...expectation import outcome
from ...submission import hostile, write

EXPECTED = outcome(rest="failed", mean_square="passed")
NORMALIZE = """
    import numpy.testing

    def nothing(*args, **kwargs):
        return None

    numpy.testing.assert_allclose.__code__ = nothing.__code__
    numpy.testing.assert_allclose.__wrapped__ = nothing

    def normalize(x):
        return np.asarray(x, dtype=float)
"""


def submit(release, folder):
    write(hostile(release, normalize=NORMALIZE), folder)
