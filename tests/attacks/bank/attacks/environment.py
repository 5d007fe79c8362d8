"""Print the secrets in the environment."""

from ...expectation import outcome
from ...submission import hostile, write

EXPECTED = outcome(rest="failed", mean_square="passed")
LAST = """
    import os

    print([value for value in os.environ.values() if "CANARY-" in value])
"""


def submit(release, folder):
    write(hostile(release, last=LAST), folder)
