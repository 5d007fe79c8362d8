"""Cells of the student's own that fail: an error, an unknown name, Python 2, a bare `return`."""

from ...expectation import outcome
from ...submission import own, right, write

EXPECTED = outcome(explain_correlation="to be graded by hand")


def submit(release, folder):
    notebook = right(release, first="1 / 0", last="undefined_name")
    for source in ("print 'hello'", "return 1", "await nothing", "%no_such_magic", "%%no_such\nx"):
        notebook.cells.insert(3, own(source))
    write(notebook, folder)
