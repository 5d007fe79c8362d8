"""A notebook whose metadata names no kernel."""

from ...expectation import outcome
from ...submission import right, write

EXPECTED = outcome(explain_correlation="to be graded by hand")


def submit(release, folder):
    notebook = right(release)
    notebook.metadata.clear()
    write(notebook, folder)
