"""Start a process that leaves its parents and goes on when they have ended."""

from ...expectation import outcome
from ...submission import hostile, write
from ...world import token

EXPECTED = outcome(rest="failed", mean_square="passed")
DANGEROUS = True
LAST = """
    import os
    import sys

    if os.fork() == 0:
        try:
            os.setsid()
        except OSError:
            pass
        if os.fork() == 0:
            code = "import time; time.sleep(120)"
            os.execv(sys.executable, [sys.executable, "-c", code, "TOKEN"])
        os._exit(0)
"""


def submit(release, folder):
    write(hostile(release, last=LAST.replace("TOKEN", token())), folder)
