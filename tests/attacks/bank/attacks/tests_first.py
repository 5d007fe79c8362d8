"""Move all tests to the top, before a cell that defines what satisfies the visible assertions.

The released order is what counts.
"""

from ...expectation import outcome
from ...submission import hostile, test_cells, write

EXPECTED = outcome(rest="failed", mean_square="passed")


def submit(release, folder):
    notebook = hostile(release)
    tests = test_cells(notebook)
    others = [cell for cell in notebook.cells if cell not in tests]
    notebook.cells = [*tests, *others]
    write(notebook, folder)
