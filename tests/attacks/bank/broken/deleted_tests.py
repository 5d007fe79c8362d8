"""Every test cell deleted; the answers are right."""

from ...expectation import outcome
from ...submission import right, test_cells, write

EXPECTED = outcome(explain_correlation="to be graded by hand")


def submit(release, folder):
    notebook = right(release)
    for cell in test_cells(notebook):
        notebook.cells.remove(cell)
    write(notebook, folder)
