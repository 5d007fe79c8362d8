"""Hand in the right answers, then wrong ones without test cells, to keep the points of before."""

from ...expectation import outcome
from ...submission import WRONG, filled, right, test_cells, write

EXPECTED = outcome(rest="failed")


def earlier(release, folder):
    write(right(release), folder)


def submit(release, folder):
    notebook = filled(release, WRONG)
    for cell in test_cells(notebook):
        notebook.cells.remove(cell)
    write(notebook, folder)
