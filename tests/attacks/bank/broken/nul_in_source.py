"""A NUL character after the end of a right solution, as a crashed editor leaves it."""

from ...expectation import outcome
from ...submission import find, right, write

EXPECTED = outcome(explain_correlation="to be graded by hand")


def submit(release, folder):
    notebook = right(release)
    find(notebook, "noise").source += "\n\0"
    write(notebook, folder)
