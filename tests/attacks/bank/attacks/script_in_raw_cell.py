"""Put a script into a raw cell, which nbconvert copies into the page as it is."""

import nbformat

from ...expectation import outcome
from ...submission import hostile, write
from ...world import token

EXPECTED = outcome(rest="failed", mean_square="passed", explain_correlation="to be graded by hand")


def submit(release, folder):
    notebook = hostile(release)
    cell = nbformat.v4.new_raw_cell(f"<script>var {token()} = 1</script>")
    cell.metadata["raw_mimetype"] = "text/html"
    notebook.cells.append(cell)
    notebook.cells.append(nbformat.v4.new_raw_cell(cell.source))
    write(notebook, folder)
