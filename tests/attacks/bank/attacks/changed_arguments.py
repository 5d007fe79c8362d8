"""Compute the right values, and double the arguments on the way.

No function of the course changes its arguments; the tests here do not look, the judge does.
"""

from ...expectation import outcome
from ...submission import right, write

EXPECTED = outcome(correlation="failed", explain_correlation="to be graded by hand")
TOLD = {"test_correlation": r"chang.*argument|argument.*chang|copy"}
CORRELATION = """
    def correlation(x, y):
        result = float(np.mean(normalize(x) * normalize(y)))
        x *= 2
        return result
"""


def submit(release, folder):
    write(right(release, correlation=CORRELATION), folder)
