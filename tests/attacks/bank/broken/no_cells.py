"""A notebook without a single cell."""

from ...expectation import outcome
from ...submission import right, write

EXPECTED = outcome(rest="could not be read", explain_correlation="could not be read")


def submit(release, folder):
    notebook = right(release)
    notebook.cells = []
    write(notebook, folder)
