"""Raise an error that says of many names that they are missing, beside very much code.

The grader looks for a name that is missing in all of the notebook.
"""

from ...expectation import outcome
from ...submission import hostile, own, write

EXPECTED = outcome(rest="failed", mean_square="passed")
NORMALIZE = """
    def normalize(x):
        raise ValueError("; ".join(f"name 'a{number}' is not defined" for number in range(70)))
"""


def submit(release, folder):
    notebook = hostile(release, normalize=NORMALIZE)
    code = "\n".join(f"if False: a{number} = b.c" for number in range(2000))
    notebook.cells += [own(f"if False:\n    pass\n{code}\n# {copy}") for copy in range(5)]
    write(notebook, folder)
