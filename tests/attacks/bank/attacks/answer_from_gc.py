"""Take the expected result and hidden sources out of what the garbage collector knows."""

from ...expectation import outcome
from ...submission import hostile, write

EXPECTED = outcome(rest="failed", mean_square="passed")
CORRELATION = """
    import gc
    import re

    def correlation(x, y):
        found = None
        for thing in gc.get_objects():
            if isinstance(thing, dict) and isinstance(thing.get("expected"), float):
                found = thing["expected"]
            if isinstance(thing, (dict, list, tuple)) and len(thing) < 1000:
                for text in thing.values() if isinstance(thing, dict) else thing:
                    if type(text) is str and "CANARY-" in text:
                        print(re.findall(r"CANARY-[\\w-]+", text))
        return found
"""


def submit(release, folder):
    write(hostile(release, correlation=CORRELATION), folder)
