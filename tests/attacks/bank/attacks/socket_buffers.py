"""Fill the machine's memory with what lies in sockets, in many processes."""

from ...expectation import outcome
from ...submission import right, write

EXPECTED = outcome(normalize="killed (memory)", explain_correlation="to be graded by hand")
TOLD = {"test_normalize": r"memory"}
DANGEROUS = True
NORMALIZE = """
    import os
    import socket
    import time

    def full():
        ends = socket.socketpair()
        for end in ends:
            end.setblocking(False)
            try:
                while end.send(bytes(2**16)):
                    pass
            except BlockingIOError:
                pass
        return ends

    def normalize(x):
        for _ in range(60):
            if os.fork() == 0:
                try:
                    kept = [full() for _ in range(240)]
                finally:
                    time.sleep(10**6)
        time.sleep(10**6)
"""


def submit(release, folder):
    write(right(release, normalize=NORMALIZE), folder)
