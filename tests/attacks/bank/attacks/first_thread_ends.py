"""End the first thread of the process, so that it looks like one that is ending, and go on.

Who waits for its end waits for as long as its other threads like.
"""

from ...aim import AIM
from ...expectation import outcome
from ...submission import hostile, write

EXPECTED = outcome(rest="failed", mean_square="passed")
NORMALIZE = (
    AIM
    + """
    import ctypes
    import socket
    import threading
    import time

    connection = aim("SHELL:sender._connection")

    def close():
        time.sleep(0.5)
        connection.shutdown(socket.SHUT_RDWR)
        time.sleep(10**6)

    def normalize(x):
        threading.Thread(target=close).start()
        ctypes.CDLL(None).pthread_exit(None)
"""
)


def submit(release, folder):
    write(hostile(release, normalize=NORMALIZE), folder)
