"""Hook IPython's events before and after a cell, to define names and to clear output."""

from ...expectation import outcome
from ...submission import hostile, write

EXPECTED = outcome(rest="failed", mean_square="passed")
FIRST = """
    from IPython.display import clear_output

    def before(info):
        get_ipython().user_ns["expected"] = 0.0

    def after(result):
        clear_output()
        result.error_in_exec = None

    get_ipython().events.register("pre_run_cell", before)
    get_ipython().events.register("post_run_cell", after)
"""


def submit(release, folder):
    write(hostile(release, first=FIRST), folder)
