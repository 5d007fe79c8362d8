"""Borrow names of the hidden regions and of the judge, as one may borrow those of visible tests."""

from ...expectation import outcome
from ...submission import hostile, write

EXPECTED = outcome(rest="failed", mean_square="passed")
CORRELATION = """
    def correlation(x, y):
        try:
            return CANARY_HIDDEN, secret, expected, space, hidden
        except NameError:
            return globals().get("expected", 0.0)
"""


def submit(release, folder):
    write(hostile(release, correlation=CORRELATION), folder)
