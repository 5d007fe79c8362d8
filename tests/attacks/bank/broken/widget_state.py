"""Saved state of widgets in the notebook's metadata, and a view of a widget that is not there."""

import nbformat

from ...expectation import outcome
from ...submission import own, right, write

EXPECTED = outcome(explain_correlation="to be graded by hand")


def submit(release, folder):
    notebook = right(release)
    kind = "application/vnd.jupyter.widget-state+json"
    state = {"a": {"model_name": "IntSliderModel", "model_module": "x", "state": {}}}
    notebook.metadata["widgets"] = {kind: {"state": state, "version_major": 2, "version_minor": 0}}
    cell = own("1")
    view = {"application/vnd.jupyter.widget-view+json": {"model_id": "gone"}}
    cell.outputs = [nbformat.v4.new_output("display_data", view)]
    notebook.cells.append(cell)
    write(notebook, folder)
