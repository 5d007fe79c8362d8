"""Redefine in the locked cells what the tests compare with and how they compare."""

from ...expectation import outcome
from ...submission import find, hostile, test_cells, write

EXPECTED = outcome(rest="failed", mean_square="passed")
ADDED = """
class Same:
    def __eq__(self, other):
        return True

expected = Same()
import numpy as np
np.allclose = np.isclose = lambda *a, **k: True
np.testing.assert_allclose = lambda *a, **k: None
"""


def submit(release, folder):
    notebook = hostile(release)
    find(notebook, "imports").source += ADDED
    for cell in test_cells(notebook):
        cell.source = ADDED
    write(notebook, folder)
