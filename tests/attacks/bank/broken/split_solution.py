"""A solution cell split in two; JupyterLab gives both the metadata of the one."""

import copy

from ...expectation import outcome
from ...submission import find, right, write

EXPECTED = outcome(explain_correlation="to be graded by hand")


def submit(release, folder):
    notebook = right(release)
    cell = find(notebook, "fit_line")
    head, tail = cell.source.split("def fit_line")
    second = copy.deepcopy(cell)
    cell.source, second.source, second.id = head.rstrip(), "def fit_line" + tail, "second-half"
    notebook.cells.insert(notebook.cells.index(cell) + 1, second)
    write(notebook, folder)
