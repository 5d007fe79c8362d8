"""Magic and shell commands in cells of the student's own and above a solution."""

from ...expectation import outcome
from ...submission import find, right, write

EXPECTED = outcome(explain_correlation="to be graded by hand")
FIRST = """
    %matplotlib inline
    %time np.ones(3)
    !ls
    files = !ls
    np.mean?
"""


def submit(release, folder):
    notebook = right(release, first=FIRST, last="!pip install nothing-at-all")
    cell = find(notebook, "noise")
    cell.source = "%%time\n" + cell.source
    write(notebook, folder)
