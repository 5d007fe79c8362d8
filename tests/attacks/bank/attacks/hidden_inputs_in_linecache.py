"""Put the arguments of a call where the line of the student's that failed is looked up.

What a hidden call shows is one bounded line in all.
"""

from ...expectation import outcome
from ...submission import hostile, write

EXPECTED = outcome(rest="failed", test_mean_square__large="passed")
TOLD = {"test_mean_square": r"(?s)\A.{1,200}\Z"}
MEAN_SQUARE = """
    import linecache
    import sys

    def mean_square(x):
        if 5.5 not in np.asarray(x):
            x = np.asarray(x, dtype=float)
            return (x * x).sum() / x.size
        name = sys._getframe().f_code.co_filename
        text = f"{np.asarray(x).tolist()} " * 1000
        linecache.cache[name] = len(text), None, [text] * 100, name
        kind = type("A" * 40, (ValueError,), {})
        raise kind(text)
"""


def submit(release, folder):
    write(hostile(release, mean_square=MEAN_SQUARE), folder)
