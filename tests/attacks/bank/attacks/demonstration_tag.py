"""Tag every test cell `demonstration`, the tag of cells that are not run when grading."""

from ...expectation import outcome
from ...submission import hostile, test_cells, write

EXPECTED = outcome(rest="failed", mean_square="passed")


def submit(release, folder):
    notebook = hostile(release)
    for cell in test_cells(notebook):
        cell.metadata["tags"] = ["demonstration"]
    write(notebook, folder)
