"""Read the source of the test cell from `linecache`, where IPython keeps compiled cells."""

from ...expectation import outcome
from ...submission import hostile, write

EXPECTED = outcome(rest="failed", mean_square="passed")
CORRELATION = """
    import linecache
    import re

    def correlation(x, y):
        for entry in list(linecache.cache.values()):
            text = "".join(entry[2]) if len(entry) > 2 else ""
            print(re.findall(r"CANARY-[\\w-]+", text))
            if "correlation(np" in text:
                return eval(re.findall(r"expected = (.*)", text)[0 if x.size == 3 else 1])
"""


def submit(release, folder):
    write(hostile(release, correlation=CORRELATION), folder)
