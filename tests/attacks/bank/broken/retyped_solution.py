"""A solution cell turned into Markdown by a slip of the finger."""

from ...expectation import outcome
from ...submission import find, right, write

EXPECTED = outcome(explain_correlation="to be graded by hand")


def submit(release, folder):
    notebook = right(release)
    cell = find(notebook, "normalize")
    cell.cell_type = "markdown"
    del cell["outputs"], cell["execution_count"]
    write(notebook, folder)
