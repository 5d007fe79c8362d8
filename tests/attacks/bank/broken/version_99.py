"""A notebook that says it is of version 99.

Its cells are where they belong and are right; nobody's grade depends on that number.
"""

from ...expectation import outcome
from ...submission import right, write

EXPECTED = outcome(explain_correlation="to be graded by hand")


def submit(release, folder):
    path = write(right(release), folder)
    path.write_text(path.read_text().replace('"nbformat": 4', '"nbformat": 99'))
