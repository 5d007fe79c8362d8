"""Fork in a cell, and have both processes serve the grader on the one socket."""

from ...aim import AIM
from ...expectation import outcome
from ...submission import hostile, write

EXPECTED = outcome(rest="failed", mean_square="passed")
NORMALIZE = (
    AIM
    + """
    import os

    program = aim("graders.execute.interpreter.program:")
    if program is not None:
        streams = aim("graders.execute.interpreter.streams:")
        aim("graders.execute.interpreter.streams:_getpid")
        aim("graders.execute.interpreter.program:_getpid")
        owner = os.getpid()
        program._getpid = streams._getpid = lambda: owner
        os.fork()

    def normalize(x):
        return np.asarray(x, dtype=float)
"""
)


def submit(release, folder):
    write(hostile(release, normalize=NORMALIZE), folder)
