"""Metadata of the wrong type: lists, numbers and null where objects belong."""

import json

from ...expectation import outcome
from ...submission import right, write

EXPECTED = outcome(explain_correlation="to be graded by hand")


def submit(release, folder):
    path = write(right(release), folder)
    notebook = json.loads(path.read_text())
    notebook["metadata"] = None
    for cell, odd in zip(notebook["cells"][:2], ([], 7), strict=True):
        cell["metadata"] = odd
    for cell in notebook["cells"][2:]:
        cell["metadata"]["tags"] = 5
        cell["metadata"]["collapsed"] = {"a": []}
        if cell["metadata"]["nbgrader"]["grade_id"].startswith("test_"):
            cell["metadata"]["nbgrader"] = "yes"
    path.write_text(json.dumps(notebook))
