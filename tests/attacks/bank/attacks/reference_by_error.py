"""Raise an error that carries the reference solution of the earlier exercise as its message."""

from ...expectation import outcome
from ...submission import hostile, write

EXPECTED = outcome(rest="failed", mean_square="passed")
CORRELATION = """
    import re
    import warnings

    def correlation(x, y):
        text = str(re.findall(r"CANARY-[\\w-]+", str(In) + str(normalize.__code__.co_consts)))
        warnings.warn(text)
        print(text)
        raise ValueError(text)
"""


def submit(release, folder):
    write(hostile(release, correlation=CORRELATION), folder)
