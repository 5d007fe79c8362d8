"""A picture attached to the written answer."""

from ...expectation import outcome
from ...submission import find, right, write

EXPECTED = outcome(explain_correlation="to be graded by hand")


def submit(release, folder):
    notebook = right(release, explain_correlation="![plot](attachment:plot.png)")
    picture = (
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9"
        "awAAAABJRU5ErkJggg=="
    )
    find(notebook, "explain_correlation")["attachments"] = {"plot.png": {"image/png": picture}}
    write(notebook, folder)
