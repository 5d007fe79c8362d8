"""Return an object whose `repr` never ends; messages of tests show what was returned."""

from ...expectation import outcome
from ...submission import hostile, write

EXPECTED = outcome(rest="failed", mean_square="passed")
CORRELATION = """
    class Endless:
        def __repr__(self):
            while True:
                pass

    def correlation(x, y):
        return Endless()
"""


def submit(release, folder):
    write(hostile(release, correlation=CORRELATION), folder)
