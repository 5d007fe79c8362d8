"""Delete every test cell whose exercise is wrong."""

from ...expectation import outcome
from ...submission import hostile, test_cells, write

EXPECTED = outcome(rest="failed", mean_square="passed")


def submit(release, folder):
    notebook = hostile(release)
    for cell in test_cells(notebook):
        if "mean_square" not in cell.metadata["nbgrader"]["grade_id"]:
            notebook.cells.remove(cell)
    write(notebook, folder)
