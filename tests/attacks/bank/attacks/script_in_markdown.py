"""Put a script and an event handler into a Markdown cell and into the written answer."""

from ...expectation import outcome
from ...submission import hostile, own, write
from ...world import token

EXPECTED = outcome(rest="failed", mean_square="passed", explain_correlation="to be graded by hand")


def submit(release, folder):
    text = f"<script>var {token()} = 1</script>\n\n<b onclick='{token()}()'>text</b>"
    notebook = hostile(release, explain_correlation=text)
    notebook.cells.append(own(text, markdown=True))
    write(notebook, folder)
