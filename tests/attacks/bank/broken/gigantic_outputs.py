"""Saved outputs of 12 MB."""

import nbformat

from ...expectation import outcome
from ...submission import right, write

EXPECTED = outcome(explain_correlation="to be graded by hand")


def submit(release, folder):
    notebook = right(release, last="print(1)")
    text = ("x" * 119 + "\n") * 100_000
    notebook.cells[-1].outputs = [nbformat.v4.new_output("stream", name="stdout", text=text)]
    write(notebook, folder)
