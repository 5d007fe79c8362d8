"""Files and folders without write permission, one file without any."""

from ...expectation import outcome
from ...submission import right, write

EXPECTED = outcome(explain_correlation="to be graded by hand")


def submit(release, folder):
    path = write(right(release), folder)
    (folder / "locked.txt").write_text("x")
    (folder / "locked.txt").chmod(0o000)
    path.chmod(0o444)
