"""A draft, an old copy and a checkpoint beside the notebook."""

from ...expectation import outcome
from ...submission import WRONG, filled, right, write

EXPECTED = outcome(explain_correlation="to be graded by hand")


def submit(release, folder):
    write(right(release), folder)
    write(filled(release, WRONG), folder, "tiny-old.ipynb")
    write(filled(release, {}), folder / ".ipynb_checkpoints", "tiny-checkpoint.ipynb")
    (folder / "Untitled.ipynb").write_text("")
