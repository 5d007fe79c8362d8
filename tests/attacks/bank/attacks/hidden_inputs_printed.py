"""Remember the arguments of all calls, and print them in the next cell."""

from ...assignment import HIDDEN_INPUTS
from ...expectation import outcome
from ...submission import REMEMBERING, right, write

EXPECTED = outcome(explain_correlation="to be graded by hand")
NEVER = HIDDEN_INPUTS
LAST = """
    print(seen)
"""


def submit(release, folder):
    write(right(release, mean_square=REMEMBERING, last=LAST), folder)
