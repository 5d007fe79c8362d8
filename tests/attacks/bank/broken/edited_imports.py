"""The read-only cell with the imports edited so that nothing is imported."""

from ...expectation import outcome
from ...submission import find, right, write

EXPECTED = outcome(explain_correlation="to be graded by hand")


def submit(release, folder):
    notebook = right(release)
    find(notebook, "imports").source = "import nampy as np"
    write(notebook, folder)
