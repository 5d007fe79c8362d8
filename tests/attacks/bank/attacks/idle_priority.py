"""Loop at idle priority beside a swarm, to look ready and kept from running."""

from ...expectation import outcome
from ...submission import right, write

EXPECTED = outcome(normalize="timed out", explain_correlation="to be graded by hand")
TOLD = {"test_normalize": r"within [\d.]+ s"}
DANGEROUS = True
NORMALIZE = """
    import os
    import signal
    import time

    def swarm():
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)
        while True:
            for _ in range(8):
                if os.fork() == 0:
                    end = time.monotonic() + 0.1
                    while time.monotonic() < end:
                        pass
                    os._exit(0)
            time.sleep(0.08)

    def normalize(x):
        if os.fork() == 0:
            swarm()
        os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))
        os.nice(19)
        while True:
            pass
"""


def submit(release, folder):
    write(right(release, normalize=NORMALIZE), folder)
