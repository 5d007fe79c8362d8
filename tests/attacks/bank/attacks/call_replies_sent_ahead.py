"""Send replies to calls that are not made yet, under all numbers that they may get."""

from ...expectation import outcome
from ...submission import hostile, write

EXPECTED = outcome(rest="failed", mean_square="passed")
NORMALIZE = """
    import json
    import struct
    import sys

    module = sys.modules.get("graders.student")
    for number in range(1, 200) if module is not None else ():
        header = json.dumps({"number": number}).encode()
        claim = b"T"
        module.calls.sendall(struct.pack("<IQ", len(header), len(claim)) + header + claim)

    def normalize(x):
        return np.asarray(x, dtype=float)
"""


def submit(release, folder):
    write(hostile(release, normalize=NORMALIZE), folder)
