"""Patch the grader's code in the own process to name objects that are not there."""

from ...aim import AIM
from ...expectation import outcome
from ...submission import hostile, write

EXPECTED = outcome(rest="failed", mean_square="passed")
FIRST = (
    AIM
    + """
    responder = aim("graders.execute.interpreter.responder:")
    if responder is not None:
        honest_keep = aim("graders.execute.interpreter.responder:_keep")
        Reference = aim("graders.execute.wire.encoding:Reference")
        tokens = [-1, 2**62, 0, id(np), id(None)]

        def keep(value):
            tokens.append(tokens.pop(0))
            return Reference(tokens[0], "x" * 1_000_000, "keras.Sequential" * 1000)

        responder._keep = keep
"""
)
CELLS = {
    "normalize": "def normalize(x):\n    return np",
    "correlation": "def correlation(x, y):\n    return correlation",
    "fit_line": "def fit_line(x, y):\n    return fit_line",
}


def submit(release, folder):
    write(hostile(release, first=FIRST, **CELLS), folder)
