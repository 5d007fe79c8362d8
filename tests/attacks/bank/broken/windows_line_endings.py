"""Lines that end with carriage return and line feed, in the file and in the sources."""

from ...expectation import outcome
from ...submission import right, write

EXPECTED = outcome(explain_correlation="to be graded by hand")


def submit(release, folder):
    notebook = right(release)
    for cell in notebook.cells:
        cell.source = cell.source.replace("\n", "\r\n")
    path = write(notebook, folder)
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
