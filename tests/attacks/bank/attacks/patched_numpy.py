"""Patch `np.allclose`, `np.isclose`, `np.testing`, `np.abs` and `np.minimum` to say yes."""

from ...expectation import outcome
from ...submission import hostile, write

EXPECTED = outcome(rest="failed", mean_square="passed")
FIRST = """
    import numpy
    import numpy.testing

    for name in ("allclose", "array_equal"):
        setattr(numpy, name, lambda *args, **kwargs: True)
    numpy.isclose = lambda *args, **kwargs: True
    numpy.testing.assert_allclose = lambda *args, **kwargs: None
    numpy.minimum = lambda *args: 0.0
    numpy.max = lambda *args: 0.0
    numpy.mean = numpy.mean
"""


def submit(release, folder):
    write(hostile(release, first=FIRST), folder)
