"""A solution cell deleted."""

from ...expectation import outcome
from ...submission import find, right, write

EXPECTED = outcome(noise="missing", explain_correlation="to be graded by hand")


def submit(release, folder):
    notebook = right(release)
    notebook.cells.remove(find(notebook, "noise"))
    write(notebook, folder)
