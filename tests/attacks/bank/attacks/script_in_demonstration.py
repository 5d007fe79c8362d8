"""Hand in a saved output with a script in the demonstration, whose saved outputs are shown."""

import nbformat

from ...expectation import outcome
from ...submission import find, hostile, write
from ...world import token

EXPECTED = outcome(rest="failed", mean_square="passed")


def submit(release, folder):
    notebook = hostile(release)
    text = f"<script>var {token()} = 1</script>"
    data = {"text/html": text, "text/markdown": text, "image/svg+xml": f"<svg>{text}</svg>"}
    find(notebook, "shown").outputs = [nbformat.v4.new_output("display_data", data)]
    write(notebook, folder)
