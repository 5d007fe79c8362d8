"""Fill the machine's memory with what lies in pipes, made as large as they can be."""

from ...expectation import outcome
from ...submission import right, write

EXPECTED = outcome(normalize="killed (memory)", explain_correlation="to be graded by hand")
TOLD = {"test_normalize": r"memory"}
DANGEROUS = True
NORMALIZE = """
    import fcntl
    import os
    import time

    def full():
        ends = os.pipe()
        try:
            fcntl.fcntl(ends[1], 1031, 2**20)
        except OSError:
            pass
        os.set_blocking(ends[1], False)
        try:
            while os.write(ends[1], bytes(2**16)):
                pass
        except BlockingIOError:
            pass
        return ends

    def normalize(x):
        for _ in range(220):
            if os.fork() == 0:
                try:
                    kept = [full() for _ in range(240)]
                finally:
                    time.sleep(10**6)
        time.sleep(10**6)
"""


def submit(release, folder):
    write(right(release, normalize=NORMALIZE), folder)
