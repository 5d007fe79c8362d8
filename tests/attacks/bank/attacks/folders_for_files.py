"""Hand in folders in the place of files that the grader writes itself."""

from ...expectation import outcome
from ...submission import right, write

EXPECTED = outcome(explain_correlation="to be graded by hand")


def submit(release, folder):
    write(right(release), folder)
    for name in ("tiny.html", "gradebook.db", "tiny.ipynb~"):
        (folder / name / "deep").mkdir(parents=True)
        (folder / name / "deep" / "file.txt").touch()
