"""Every `grade_id` of a test renamed."""

from ...expectation import outcome
from ...submission import right, test_cells, write

EXPECTED = outcome(explain_correlation="to be graded by hand")


def submit(release, folder):
    notebook = right(release)
    for cell in test_cells(notebook):
        cell.metadata["nbgrader"]["grade_id"] += "_old"
    write(notebook, folder)
