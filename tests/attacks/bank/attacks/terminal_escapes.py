"""Print escape sequences that retitle, clear and retype the terminal of who reads the log."""

from ...expectation import outcome
from ...submission import hostile, write
from ...world import token

EXPECTED = outcome(rest="failed", mean_square="passed")
LAST = r"""
    print("\\x1b]0;TOKEN\\x07\\x1b[2J\\x1b[31mTOKEN\\x1b[0m")
    raise ValueError("\\x1b]0;TOKEN\\x07\\x1b[2J")
"""
NORMALIZE = r"""
    def normalize(x):
        raise ValueError("\\x1b]0;TOKEN\\x07\\x1b[2J")
"""


def submit(release, folder):
    texts = [text.replace("\\\\", "\\").replace("TOKEN", token()) for text in (LAST, NORMALIZE)]
    write(hostile(release, last=texts[0], normalize=texts[1]), folder)
