"""Hand in files and an exercise whose names hold escape sequences for a terminal."""

from ...expectation import outcome
from ...submission import hostile, write
from ...world import token

EXPECTED = outcome(rest="failed", mean_square="passed")


def submit(release, folder):
    notebook = hostile(release)
    escape = f"\x1b]0;{token()}\x07"
    notebook.cells[-1].metadata["nbgrader"]["grade_id"] = escape
    notebook.metadata["kernelspec"] = {"name": escape, "display_name": escape, "language": escape}
    write(notebook, folder)
    (folder / f"{escape}.csv").write_text("x")
    write(notebook, folder, f"{escape}.ipynb")
