"""Write what Python reads and a program that follows it step by step does not: very deep code."""

from ...expectation import outcome
from ...submission import find, own, right, write

EXPECTED = outcome(explain_correlation="to be graded by hand")


def submit(release, folder):
    notebook = right(release)
    branches = "if False:\n    pass" + "\nelif False:\n    pass" * 300
    find(notebook, "imports").source += f"\n{branches}"
    chain = "chain = property\n" + "chain" + ".fget" * 300
    for source in ("total = " + "+".join(["1"] * 900), branches, chain, "not " * 90 + "total"):
        notebook.cells.append(own(source))
    write(notebook, folder)
