"""A test cell copied with its metadata."""

import copy

from ...expectation import outcome
from ...submission import find, right, write

EXPECTED = outcome(explain_correlation="to be graded by hand")


def submit(release, folder):
    notebook = right(release)
    cell = find(notebook, "test_normalize")
    double = copy.deepcopy(cell)
    double.id = "double"
    notebook.cells.insert(notebook.cells.index(cell), double)
    write(notebook, folder)
