"""Valid JSON that is no notebook: a list."""

from ...expectation import outcome

EXPECTED = outcome(rest="missing", explain_correlation="missing")


def submit(release, folder):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "tiny.ipynb").write_text("[1, 2, 3]")
