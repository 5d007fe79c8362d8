"""JSON nested so deeply that a recursive parser gives up."""

from ...expectation import outcome

EXPECTED = outcome(rest="could not be read", explain_correlation="could not be read")


def submit(release, folder):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "tiny.ipynb").write_text("[" * 200_000 + "]" * 200_000)
