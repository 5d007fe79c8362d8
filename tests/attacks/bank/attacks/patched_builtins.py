"""Rebind `abs`, `all`, `any`, `max` and `sum` in `builtins`."""

from ...expectation import outcome
from ...submission import hostile, write

EXPECTED = outcome(rest="failed", mean_square="passed")
NORMALIZE = """
    import builtins

    builtins.abs = lambda x: 0.0
    builtins.all = lambda parts: True
    builtins.any = lambda parts: True
    builtins.max = builtins.sum = lambda *args: 0.0

    def normalize(x):
        return np.asarray(x, dtype=float)
"""


def submit(release, folder):
    write(hostile(release, normalize=NORMALIZE), folder)
