"""A file that is no notebook at all."""

from ...expectation import outcome

EXPECTED = outcome(rest="could not be read", explain_correlation="could not be read")
TOLD = {"*": r"read|notebook"}


def submit(release, folder):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "tiny.ipynb").write_text("Dear Sir or Madam, please find my homework attached.")
