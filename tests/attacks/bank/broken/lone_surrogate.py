"""A character in a comment that is half a pair and cannot be encoded; it is only a comment."""

from ...expectation import outcome
from ...submission import right, write

EXPECTED = outcome(explain_correlation="to be graded by hand")


def submit(release, folder):
    path = write(right(release), folder)
    path.write_text(path.read_text().replace("def noise(x, rng):", "def noise(x, rng):  # \\ud800"))
