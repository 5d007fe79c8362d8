"""Have the feedback page load a picture from a host that counts who reads it."""

from ...expectation import outcome
from ...submission import hostile, own, write
from ...world import port, token

EXPECTED = outcome(rest="failed", mean_square="passed", explain_correlation="to be graded by hand")


def submit(release, folder):
    text = f"![x](http://127.0.0.1:{port()}/{token()}.png)"
    last = f"from IPython.display import Markdown\nMarkdown({text!r})"
    notebook = hostile(release, last=last)
    notebook.cells.append(own(text, markdown=True))
    write(notebook, folder)
