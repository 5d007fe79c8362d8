"""Right answers that print to stderr and warn when called."""

from ...expectation import outcome
from ...submission import right, write

EXPECTED = outcome(explain_correlation="to be graded by hand")
NORMALIZE = """
    import sys
    import warnings

    def normalize(x):
        print("normalizing", file=sys.stderr)
        warnings.warn("be careful", stacklevel=2)
        return (np.asarray(x, dtype=float) - np.mean(x)) / np.std(x)
"""


def submit(release, folder):
    write(right(release, normalize=NORMALIZE), folder)
