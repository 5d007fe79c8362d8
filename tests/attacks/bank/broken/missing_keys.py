"""Cells without `outputs`, `execution_count`, `metadata` or `source`, and one that is null."""

import json

from ...expectation import outcome
from ...submission import right, write

EXPECTED = outcome(explain_correlation="to be graded by hand")


def submit(release, folder):
    path = write(right(release), folder)
    notebook = json.loads(path.read_text())
    for cell in notebook["cells"]:
        cell.pop("outputs", None)
        cell.pop("execution_count", None)
    notebook["cells"] += [{"cell_type": "code"}, None, {"source": "1"}, {"cell_type": "odd"}]
    path.write_text(json.dumps(notebook))
