"""End the process in an extra cell at the top, so that every new one dies again.

That cell is the student's own; once it is known to kill, it is left out, and the rest is graded.
"""

from ...expectation import outcome
from ...submission import right, write

EXPECTED = outcome(explain_correlation="to be graded by hand")
FIRST = """
    import os

    os._exit(1)
"""


def submit(release, folder):
    write(right(release, first=FIRST), folder)
