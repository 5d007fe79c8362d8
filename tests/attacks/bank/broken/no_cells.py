"""A notebook without a single cell."""

from ...expectation import outcome
from ...submission import right, write

EXPECTED = outcome(rest="missing", explain_correlation="missing")


def submit(release, folder):
    notebook = right(release)
    notebook.cells = []
    write(notebook, folder)
