"""Tag every test cell `skip-execution`.

nbclient does not run a cell that has this tag, and nbgrader gives a cell without output its full
points. Here tags come from the released notebook.
"""

from ...expectation import outcome
from ...submission import hostile, test_cells, write

EXPECTED = outcome(rest="failed", mean_square="passed")


def submit(release, folder):
    notebook = hostile(release)
    for cell in test_cells(notebook):
        cell.metadata["tags"] = ["skip-execution"]
    write(notebook, folder)
