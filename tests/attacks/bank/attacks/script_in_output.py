"""Display HTML with a script and an event handler, which run when the page is read."""

from ...expectation import outcome
from ...submission import hostile, write
from ...world import token

EXPECTED = outcome(rest="failed", mean_square="passed", explain_correlation="to be graded by hand")
LAST = """
    from IPython.display import HTML, display

    display(HTML("<script>var TOKEN = 1</script><img src=x onerror='TOKEN()'>"))
"""


def submit(release, folder):
    write(hostile(release, last=LAST.replace("TOKEN", token())), folder)
