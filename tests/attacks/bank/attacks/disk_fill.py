"""Fill every writable folder until nothing more fits, and leave it so.

The answers are right: with a full disk of one's own they still are.
"""

from ...expectation import outcome
from ...submission import right, write
from ...world import token

EXPECTED = outcome(explain_correlation="to be graded by hand")
DANGEROUS = True
FIRST = """
    import os

    block = b"x" * 8_000_000
    for folder in (".", os.path.expanduser("~"), "/tmp", "/var/tmp", "/dev/shm"):
        for number in range(300):
            try:
                with open(os.path.join(folder, f"TOKEN-{number}"), "wb") as file:
                    file.write(block)
            except OSError:
                break
    del block
"""


def submit(release, folder):
    write(right(release, first=FIRST.replace("TOKEN", token())), folder)
