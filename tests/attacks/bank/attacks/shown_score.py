"""Display "8 of 8" over the whole feedback page, with a style that hides the true score."""

from ...expectation import outcome
from ...submission import hostile, write
from ...world import token

EXPECTED = outcome(rest="failed", mean_square="passed", explain_correlation="to be graded by hand")
LAST = """
    from IPython.display import HTML, display

    display(HTML("<style>.TOKEN, .panel {display: none}</style>"
                 "<h1 class='TOKEN' style='position: fixed; top: 0'>Score: 10.0 / 10.0</h1>"))
"""


def submit(release, folder):
    write(hostile(release, last=LAST.replace("TOKEN", token())), folder)
