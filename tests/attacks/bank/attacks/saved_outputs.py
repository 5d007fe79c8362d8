"""Hand in saved outputs that show full points in every test cell."""

import nbformat

from ...expectation import outcome
from ...submission import hostile, test_cells, write

EXPECTED = outcome(rest="failed", mean_square="passed")


def submit(release, folder):
    notebook = hostile(release)
    for cell in test_cells(notebook):
        output = nbformat.v4.new_output("execute_result", {"text/plain": "2.0"}, execution_count=1)
        cell.outputs, cell.execution_count = [output], 1
    write(notebook, folder)
