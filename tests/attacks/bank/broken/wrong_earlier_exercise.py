"""An exercise that is wrong, and a later one that is right but calls it: the later one counts."""

from ...expectation import outcome
from ...submission import WRONG, right, write

EXPECTED = outcome(normalize="failed", explain_correlation="to be graded by hand")
TOLD = {"test_correlation": r"normalize"}


def submit(release, folder):
    write(right(release, normalize=WRONG["normalize"]), folder)
