"""Patch the grader's code in the own process to claim classes that an object does not have."""

from ...aim import AIM
from ...expectation import outcome
from ...submission import hostile, write

EXPECTED = outcome(rest="failed", mean_square="passed")
FIRST = (
    AIM
    + """
    responder = aim("graders.execute.interpreter.responder:")
    if responder is not None:
        honest_claim = aim("graders.execute.interpreter.responder:_claim")
        claim = "keras.src.utils.io_utils.sys.int_info.__class__"
        responder._claim = lambda value: claim

    class Odd:
        def __float__(self): return float("nan")
        def __array__(self, dtype=None, copy=None): return np.array([[[1.0]]])
"""
)
CELLS = {
    "normalize": "def normalize(x):\n    return Odd()",
    "correlation": "def correlation(x, y):\n    return Odd()",
}


def submit(release, folder):
    write(hostile(release, first=FIRST, **CELLS), folder)
