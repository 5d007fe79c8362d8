"""A notebook followed by NUL bytes, as a crash of the file system leaves it."""

from ...expectation import outcome
from ...submission import right, write

EXPECTED = outcome(explain_correlation="to be graded by hand")


def submit(release, folder):
    path = write(right(release), folder)
    path.write_bytes(path.read_bytes() + b"\0" * 4096)
