"""All cells have the same cell id, one an id that is not allowed."""

from ...expectation import outcome
from ...submission import right, write

EXPECTED = outcome(explain_correlation="to be graded by hand")


def submit(release, folder):
    notebook = right(release)
    for cell in notebook.cells:
        cell["id"] = "same"
    notebook.cells[3]["id"] = "not allowed!" * 20
    write(notebook, folder)
