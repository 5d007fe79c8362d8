"""Return the source of an earlier exercise's reference solution as the result of a later one.

An exercise that fails after an earlier one failed is graded again beside the reference. Nothing
that was said in there may come out.
"""

from ...expectation import outcome
from ...submission import hostile, write

EXPECTED = outcome(rest="failed", mean_square="passed")
CORRELATION = """
    import re

    def correlation(x, y):
        return str(re.findall(r"CANARY-[\\w-]+", str(In) + str(normalize.__code__.co_consts)))
"""


def submit(release, folder):
    write(hostile(release, correlation=CORRELATION), folder)
