"""Patch the grader's code in the kernel to describe every error in a hundred million characters."""

from ...expectation import outcome
from ...submission import hostile, write

EXPECTED = outcome(rest="failed", mean_square="passed")
NORMALIZE = """
    import sys

    def describe(error):
        long = "x" * 8_000_000
        return {"type": long, "base": "ValueError", "text": long, "line": long, "missing": False}

    if "graders.student" in sys.modules:
        sys.modules["graders.student"]._describe = describe

    def normalize(x):
        raise ValueError
"""


def submit(release, folder):
    write(hostile(release, normalize=NORMALIZE), folder)
