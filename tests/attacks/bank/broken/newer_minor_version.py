"""A notebook of version 4.99, written by a JupyterLab of the future."""

from ...expectation import outcome
from ...submission import right, write

EXPECTED = outcome(explain_correlation="to be graded by hand")


def submit(release, folder):
    notebook = right(release)
    notebook["nbformat_minor"] = 99
    notebook.cells[0]["colour"] = "blue"
    write(notebook, folder)
