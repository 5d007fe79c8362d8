"""A solution cell deleted, its function defined in a cell of the student's own."""

from ...expectation import outcome
from ...submission import find, own, right, write

EXPECTED = outcome(explain_correlation="to be graded by hand")


def submit(release, folder):
    notebook = right(release)
    cell = find(notebook, "noise")
    notebook.cells[notebook.cells.index(cell)] = own(cell.source)
    write(notebook, folder)
