"""A file of 200 MB beside the notebook."""

from ...expectation import outcome
from ...submission import right, write

EXPECTED = outcome(explain_correlation="to be graded by hand")


def submit(release, folder):
    write(right(release), folder)
    with open(folder / "data.bin", "wb") as file:
        file.truncate(200_000_000)
