"""Make every test cell worth a thousand points in the notebook's metadata."""

from ...expectation import outcome
from ...submission import hostile, test_cells, write

EXPECTED = outcome(rest="failed", mean_square="passed")


def submit(release, folder):
    notebook = hostile(release)
    for cell in test_cells(notebook):
        cell.metadata["nbgrader"]["points"] = 1000
    write(notebook, folder)
