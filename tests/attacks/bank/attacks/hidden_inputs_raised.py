"""Remember the arguments of all calls, and raise an exception with them in a later cell."""

from ...assignment import HIDDEN_INPUTS
from ...expectation import outcome
from ...submission import REMEMBERING, right, write

EXPECTED = outcome(explain_correlation="to be graded by hand")
NEVER = HIDDEN_INPUTS
LAST = """
    raise ValueError(seen)
"""


def submit(release, folder):
    write(right(release, mean_square=REMEMBERING, last=LAST), folder)
