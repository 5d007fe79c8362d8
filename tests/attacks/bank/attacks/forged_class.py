"""Patch the grader's code in the kernel to claim classes that an object does not have."""

from ...expectation import outcome
from ...submission import hostile, write

EXPECTED = outcome(rest="failed", mean_square="passed")
FIRST = """
    import sys

    if "graders.student" in sys.modules:
        claim = "keras.src.utils.io_utils.sys.int_info.__class__"
        sys.modules["graders.student"]._claim = lambda value: claim

    class Odd:
        def __float__(self): return float("nan")
        def __array__(self, dtype=None, copy=None): return np.array([[[1.0]]])
"""
CELLS = {
    "normalize": "def normalize(x):\n    return Odd()",
    "correlation": "def correlation(x, y):\n    return Odd()",
}


def submit(release, folder):
    write(hostile(release, first=FIRST, **CELLS), folder)
