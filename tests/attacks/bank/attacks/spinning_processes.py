"""Take the processors from everybody else with hundreds of processes, from the first cell on."""

from ...expectation import outcome
from ...submission import right, write

EXPECTED = outcome(explain_correlation="to be graded by hand")
DANGEROUS = True
FIRST = """
    import os

    for _ in range(230):
        try:
            child = os.fork()
        except OSError:
            break
        if not child:
            try:
                os.setsid()
            except OSError:
                pass
            while True:
                pass
"""


def submit(release, folder):
    write(right(release, first=FIRST), folder)
