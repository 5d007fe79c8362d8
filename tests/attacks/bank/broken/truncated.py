"""A notebook cut off in the middle."""

from ...expectation import outcome
from ...submission import right, write

EXPECTED = outcome(rest="could not be read", explain_correlation="could not be read")
TOLD = {"*": r"read|notebook"}


def submit(release, folder):
    path = write(right(release), folder)
    text = path.read_text()
    path.write_text(text[: len(text) // 2])
