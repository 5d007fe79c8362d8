"""A folder with nothing in it."""

from ...expectation import outcome

EXPECTED = outcome(rest="could not be read", explain_correlation="could not be read")


def submit(release, folder):
    folder.mkdir(parents=True, exist_ok=True)
