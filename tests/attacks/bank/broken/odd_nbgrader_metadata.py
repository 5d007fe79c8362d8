"""nbgrader's metadata of the solution cells with missing keys, wrong types and an old schema."""

from ...expectation import outcome
from ...submission import find, right, write

EXPECTED = outcome(explain_correlation="to be graded by hand")


def submit(release, folder):
    notebook = right(release)
    for name in ("normalize", "correlation"):
        find(notebook, name).metadata["nbgrader"] = {"grade_id": name}
    find(notebook, "noise").metadata["nbgrader"].update(schema_version="x", points=[], grade="no")
    find(notebook, "fit_line").metadata["nbgrader"]["schema_version"] = 1
    write(notebook, folder)
