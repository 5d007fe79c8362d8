"""Hand in a named pipe beside a right notebook."""

import os

from ...expectation import outcome
from ...submission import right, write

EXPECTED = outcome(explain_correlation="to be graded by hand")


def submit(release, folder):
    write(right(release), folder)
    os.mkfifo(folder / "data.csv")
