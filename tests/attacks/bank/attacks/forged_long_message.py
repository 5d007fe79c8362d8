"""Patch the grader's code in the own process to describe errors in eight million characters."""

from ...aim import AIM
from ...expectation import outcome
from ...submission import hostile, write

EXPECTED = outcome(rest="failed", mean_square="passed")
NORMALIZE = (
    AIM
    + """
    responder = aim("graders.execute.interpreter.responder:")
    if responder is not None:
        honest_describe = aim("graders.execute.interpreter.responder:_describe")
        RemoteError = aim("graders.execute.wire.protocol:RemoteError")
        long = "x" * 8_000_000
        responder._describe = lambda error: RemoteError(long, "ValueError", long, line=long)

    def normalize(x):
        raise ValueError
"""
)


def submit(release, folder):
    write(hostile(release, normalize=NORMALIZE), folder)
