"""Hand in the metadata that the grading engine writes: passed, all points, wider uses."""

from ...expectation import outcome
from ...submission import hostile, write

EXPECTED = outcome(rest="failed", mean_square="passed")


def submit(release, folder):
    notebook = hostile(release)
    claim = {"state": "passed", "points": 1000.0, "max_points": 1000.0, "message": ""}
    for cell in notebook.cells:
        cell.metadata["graders"] = {**claim, "uses": ["np", "expected", "error", "result"]}
    notebook.metadata["graders"] = {"level": "namespaces", "points": 1000.0, "states": {}}
    write(notebook, folder)
