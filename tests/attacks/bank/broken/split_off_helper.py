"""A solution cell split in two, the second half without metadata."""

from ...expectation import outcome
from ...submission import find, own, right, write

EXPECTED = outcome(explain_correlation="to be graded by hand")


def submit(release, folder):
    notebook = right(release)
    cell = find(notebook, "fit_line")
    head, tail = cell.source.split("def fit_line")
    cell.source = head.rstrip()
    notebook.cells.insert(notebook.cells.index(cell) + 1, own("def fit_line" + tail))
    write(notebook, folder)
