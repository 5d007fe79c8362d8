"""Valid JSON that is no notebook: a list."""

from ...expectation import outcome

EXPECTED = outcome(rest="could not be read", explain_correlation="could not be read")


def submit(release, folder):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "tiny.ipynb").write_text("[1, 2, 3]")
