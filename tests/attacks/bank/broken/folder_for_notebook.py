"""A folder that has the notebook's name."""

from ...expectation import outcome
from ...submission import right, write

EXPECTED = outcome(explain_correlation="to be graded by hand")


def submit(release, folder):
    (folder / "tiny.ipynb").mkdir(parents=True)
    write(right(release), folder / "tiny.ipynb")
