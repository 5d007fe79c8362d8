"""Begin a reply to a call that would be larger than any memory."""

from ...aim import AIM
from ...expectation import outcome
from ...submission import hostile, write

EXPECTED = outcome(rest="failed", mean_square="passed")
NORMALIZE = (
    AIM
    + """
    import struct

    program = aim("graders.execute.interpreter.program:")
    if program is not None:
        honest_send = aim("graders.execute.interpreter.program:_send")
        Reply = aim("graders.execute.wire.protocol:Reply")

        def send(connection, message, body=b""):
            if type(message) is Reply:
                connection.sendall(struct.pack("<IQ", 14, 2**62) + b'{"number": 1}' + b" " * 1000)
            honest_send(connection, message, body)

        program._send = send

    def normalize(x):
        return np.asarray(x, dtype=float)
"""
)


def submit(release, folder):
    write(hostile(release, normalize=NORMALIZE), folder)
