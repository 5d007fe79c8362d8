"""A notebook that begins with a byte order mark."""

from ...expectation import outcome
from ...submission import right, write

EXPECTED = outcome(explain_correlation="to be graded by hand")


def submit(release, folder):
    path = write(right(release), folder)
    path.write_text(path.read_text(encoding="utf-8"), encoding="utf-8-sig")
