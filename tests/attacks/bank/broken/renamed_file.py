"""The only notebook in the folder has another name.

There is no doubt which one is meant: it holds the cells of the assignment.
"""

from ...expectation import outcome
from ...submission import right, write

EXPECTED = outcome(explain_correlation="to be graded by hand")


def submit(release, folder):
    write(right(release), folder, "tiny (1).ipynb")
