"""Empty the test cells and recompute nothing: the source is `pass`."""

from ...expectation import outcome
from ...submission import hostile, test_cells, write

EXPECTED = outcome(rest="failed", mean_square="passed")


def submit(release, folder):
    notebook = hostile(release)
    for cell in test_cells(notebook):
        cell.source = "pass"
    write(notebook, folder)
