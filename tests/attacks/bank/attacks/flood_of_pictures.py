"""Display forty pictures of 3 MB from each of three cells.

What is kept of a submission and shown of it is of limited size.
"""

from ...expectation import outcome
from ...submission import own, right, write

EXPECTED = outcome(explain_correlation="to be graded by hand")
DANGEROUS = True
LAST = """
    from IPython.display import display

    for _ in range(40):
        display({"image/png": "A" * 3_000_000, "text/plain": "x"}, raw=True)
"""


def submit(release, folder):
    notebook = right(release)
    notebook.cells += [own(LAST) for _ in range(3)]
    write(notebook, folder)
