"""A file of no bytes, as an interrupted upload leaves it."""

from ...expectation import outcome

EXPECTED = outcome(rest="could not be read", explain_correlation="could not be read")
TOLD = {"*": r"read|notebook|empty"}


def submit(release, folder):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "tiny.ipynb").write_text("")
