"""nbgrader's metadata of a schema that is not there yet."""

from ...expectation import outcome
from ...submission import right, write

EXPECTED = outcome(explain_correlation="to be graded by hand")


def submit(release, folder):
    notebook = right(release)
    for cell in notebook.cells:
        cell.metadata["nbgrader"]["schema_version"] = 1000
    write(notebook, folder)
