"""A notebook saved in version 3 of the format, with worksheets."""

import nbformat

from ...expectation import outcome
from ...submission import right, write

EXPECTED = outcome(explain_correlation="to be graded by hand")


def submit(release, folder):
    path = write(right(release), folder)
    notebook = nbformat.read(str(path), as_version=4)
    for cell in notebook.cells:
        cell.pop("id", None)
    path.write_text(nbformat.v3.writes_json(nbformat.convert(notebook, 3)))
