"""Replace the formatter of floats, so that any partial credit shows as 2.0."""

from ...expectation import outcome
from ...submission import hostile, write

EXPECTED = outcome(rest="failed", mean_square="passed", test_normalize__quality=1.19615)
NORMALIZE = """
    formatter = get_ipython().display_formatter.formatters["text/plain"]
    formatter.for_type(float, lambda number, printer, cycle: printer.text("2.0"))
    formatter.for_type(np.float64, lambda number, printer, cycle: printer.text("2.0"))

    def normalize(x):
        return (x - np.mean(x)) / np.std(x, ddof=1)
"""


def submit(release, folder):
    write(hostile(release, normalize=NORMALIZE), folder)
