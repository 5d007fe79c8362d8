"""Loop for ever in twenty cells of one's own, so that the exercises after them are not graded."""

from ...expectation import outcome
from ...submission import own, place, right, write

EXPECTED = outcome(explain_correlation="to be graded by hand")
LOOP = """
    # {}
    while True:
        pass
"""


def submit(release, folder):
    notebook = right(release)
    first = place(notebook, "imports") + 1
    notebook.cells[first:first] = [own(LOOP.format(number)) for number in range(20)]
    write(notebook, folder)
