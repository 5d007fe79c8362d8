"""Take the expected result out of the source of the running test cell, by `In`."""

from ...expectation import outcome
from ...submission import hostile, write

EXPECTED = outcome(rest="failed", mean_square="passed")
FIRST = """
    import re

    calls = {}

    def wanted(name):
        source = In[-1]
        found = re.findall(r"expected = (.*)", source)
        calls[source] = calls.get(source, -1) + 1
        print(re.findall(r"CANARY-[\\w-]+", source))
        return eval(found[calls[source]])
"""
CELLS = {
    "normalize": "def normalize(x):\n    return wanted('normalize')",
    "correlation": "def correlation(x, y):\n    return wanted('correlation')",
}


def submit(release, folder):
    write(hostile(release, first=FIRST, **CELLS), folder)
