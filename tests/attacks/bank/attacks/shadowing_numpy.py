"""Hand in a file `numpy.py` whose functions all say yes."""

from ...expectation import outcome
from ...submission import hostile, write

EXPECTED = outcome(rest="failed", mean_square="passed")
MODULE = """
import sys

here = sys.path.pop(0)
shadow = sys.modules.pop("numpy")
import numpy

sys.path.insert(0, here)
numpy.allclose = numpy.isclose = numpy.array_equal = lambda *args, **kwargs: True
numpy.testing.assert_allclose = lambda *args, **kwargs: None
numpy.mean = lambda *args, **kwargs: 3.0
numpy.std = lambda *args, **kwargs: 1.0
"""


def submit(release, folder):
    write(hostile(release), folder)
    (folder / "numpy.py").write_text(MODULE)
