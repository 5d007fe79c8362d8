"""Say in the metadata that the test cells are solution cells, which are not overwritten."""

from ...expectation import outcome
from ...submission import hostile, test_cells, write

EXPECTED = outcome(rest="failed", mean_square="passed")


def submit(release, folder):
    notebook = hostile(release)
    for cell in test_cells(notebook):
        cell.metadata["nbgrader"].update(solution=True, locked=False)
        cell.source = "pass"
    write(notebook, folder)
