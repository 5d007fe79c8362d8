"""A solution cell that carries the `grade_id` of another, copied from there and overwritten."""

from ...expectation import outcome
from ...submission import find, right, write

EXPECTED = outcome(explain_correlation="to be graded by hand")


def submit(release, folder):
    notebook = right(release)
    find(notebook, "correlation").metadata["nbgrader"]["grade_id"] = "normalize"
    write(notebook, folder)
