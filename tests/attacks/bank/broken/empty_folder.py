"""A folder with nothing in it."""

from ...expectation import outcome

EXPECTED = outcome(rest="missing", explain_correlation="missing")


def submit(release, folder):
    folder.mkdir(parents=True, exist_ok=True)
