"""Have the machine write its disks out, without end, in many processes.

Who records grades waits for the disk after each submission.
"""

from ...expectation import outcome
from ...submission import right, write

EXPECTED = outcome(explain_correlation="to be graded by hand")
DANGEROUS = True
FIRST = """
    import os

    for number in range(16):
        if os.fork() == 0:
            while True:
                with open(f"f{number}", "wb") as file:
                    file.write(os.urandom(2**20))
                os.sync()
"""


def submit(release, folder):
    write(right(release, first=FIRST), folder)
