"""Read from and write to every file descriptor that the process has inherited."""

from ...expectation import outcome
from ...submission import hostile, write

EXPECTED = outcome(rest="failed", mean_square="passed")
LAST = """
    import os
    import re
    import stat

    for number in range(3, 256):
        try:
            if stat.S_ISREG(os.fstat(number).st_mode):
                print(re.findall(rb"CANARY-[\\w-]+", os.pread(number, 10_000_000, 0)))
        except OSError:
            pass
"""


def submit(release, folder):
    write(hostile(release, last=LAST), folder)
