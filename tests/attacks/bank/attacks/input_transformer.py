"""Register an input transformer that drops every line with `assert` before it is compiled."""

from ...expectation import outcome
from ...submission import hostile, write

EXPECTED = outcome(rest="failed", mean_square="passed")
FIRST = """
    def drop(lines):
        return [line for line in lines if "assert" not in line]

    get_ipython().input_transformers_cleanup.append(drop)
"""


def submit(release, folder):
    write(hostile(release, first=FIRST), folder)
