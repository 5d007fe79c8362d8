"""Put an empty cell with the same `grade_id` after each test cell."""

import copy

from ...expectation import outcome
from ...submission import hostile, test_cells, write

EXPECTED = outcome(rest="failed", mean_square="passed")


def submit(release, folder):
    notebook = hostile(release)
    for cell in test_cells(notebook):
        double = copy.deepcopy(cell)
        double.source, double.id = "pass", cell.id[:50] + "-again"
        notebook.cells.insert(notebook.cells.index(cell) + 1, double)
    write(notebook, folder)
