"""Rebind `len` and `isinstance` in `builtins`, without which the own process cannot go on."""

from ...expectation import outcome
from ...submission import hostile, write

# The process ends over it; what comes after is wrong anyway, and gets a process of its own.
EXPECTED = outcome(rest="failed", mean_square="passed")
NORMALIZE = """
    import builtins

    builtins.isinstance = lambda *args: True
    builtins.len = lambda x: 2

    def normalize(x):
        return np.asarray(x, dtype=float)
"""


def submit(release, folder):
    write(hostile(release, normalize=NORMALIZE), folder)
