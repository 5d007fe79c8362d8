"""Hand in a named pipe in place of the notebook: who opens it waits for ever."""

import os

from ...expectation import outcome

EXPECTED = outcome(rest="missing", explain_correlation="missing")


def submit(release, folder):
    folder.mkdir(parents=True, exist_ok=True)
    os.mkfifo(folder / "tiny.ipynb")
