"""A solution cell copied: the upper one is as it was released, the lower one is right."""

import copy

from ...expectation import outcome
from ...submission import find, right, write

EXPECTED = outcome(explain_correlation="to be graded by hand")


def submit(release, folder):
    notebook = right(release)
    cell = find(notebook, "normalize")
    upper = copy.deepcopy(find(release, "normalize"))
    upper.id = "upper"
    notebook.cells.insert(notebook.cells.index(cell), upper)
    write(notebook, folder)
