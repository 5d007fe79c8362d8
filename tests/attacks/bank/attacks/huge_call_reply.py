"""Begin a reply to a call that would be larger than any memory."""

from ...expectation import outcome
from ...submission import hostile, write

EXPECTED = outcome(rest="failed", mean_square="passed")
NORMALIZE = """
    import struct
    import sys

    module = sys.modules.get("graders.student")
    if module is not None:
        module.calls.sendall(struct.pack("<IQ", 14, 2**62) + b'{"number": 1}' + b" " * 1000)

    def normalize(x):
        return np.asarray(x, dtype=float)
"""


def submit(release, folder):
    write(hostile(release, normalize=NORMALIZE), folder)
