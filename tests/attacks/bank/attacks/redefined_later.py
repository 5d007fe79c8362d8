"""Define the exercises rightly in a cell at the end, after the tests."""

from textwrap import dedent

from ...expectation import outcome
from ...submission import RIGHT, hostile, write

EXPECTED = outcome(rest="failed", mean_square="passed")


def submit(release, folder):
    last = "\n\n".join(dedent(RIGHT[name]) for name in ("normalize", "correlation", "noise"))
    write(hostile(release, last=last), folder)
