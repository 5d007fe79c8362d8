"""The notebook is called `tiny.ipynb.txt`, as browsers save it; it is the only one there."""

from ...expectation import outcome
from ...submission import right, write

EXPECTED = outcome(explain_correlation="to be graded by hand")


def submit(release, folder):
    write(right(release), folder, "tiny.ipynb.txt")
