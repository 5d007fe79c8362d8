"""Return a list that contains itself and a dict that is its own value."""

from ...expectation import outcome
from ...submission import hostile, write

EXPECTED = outcome(rest="failed", mean_square="passed")
CELLS = {
    "normalize": "def normalize(x):\n    a = []\n    a.append(a)\n    return a",
    "correlation": "def correlation(x, y):\n    a = {}\n    a['a'] = a\n    return a",
}


def submit(release, folder):
    write(hostile(release, **CELLS), folder)
