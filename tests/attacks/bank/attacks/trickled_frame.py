"""Begin a reply to a call and send the rest byte by byte, so that it never ends."""

from ...aim import AIM
from ...expectation import outcome
from ...submission import hostile, write

EXPECTED = outcome(rest="failed", mean_square="passed", normalize="timed out")
NORMALIZE = (
    AIM
    + """
    import struct
    import time

    connection = aim("SHELL:sender._connection")

    def normalize(x):
        if connection is not None:
            connection.sendall(struct.pack("<IQ", 30, 2**20))
            while True:
                connection.sendall(b"{")
                time.sleep(0.05)
        return np.asarray(x, dtype=float)
"""
)


def submit(release, folder):
    write(hostile(release, normalize=NORMALIZE), folder)
