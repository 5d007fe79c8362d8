"""Hand in the right answers, then a file that is no notebook, to keep the points of before."""

from ...expectation import outcome
from ...submission import right, write

EXPECTED = outcome(rest="could not be read", explain_correlation="could not be read")


def earlier(release, folder):
    write(right(release), folder)


def submit(release, folder):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "tiny.ipynb").write_text("I have lost it.")
