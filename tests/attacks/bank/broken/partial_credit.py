"""The standard deviation of a sample in place of that of a population: part of the points."""

from ...expectation import outcome
from ...submission import right, write

EXPECTED = outcome(
    test_normalize="failed",
    test_normalize__quality=1.19615,
    explain_correlation="to be graded by hand",
)


def submit(release, folder):
    text = "def normalize(x):\n    return (np.asarray(x) - np.mean(x)) / np.std(x, ddof=1)"
    write(right(release, normalize=text), folder)
