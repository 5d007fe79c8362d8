"""Hand in a named pipe in place of the notebook: who opens it waits for ever."""

import os

from ...expectation import outcome

EXPECTED = outcome(rest="could not be read", explain_correlation="could not be read")


def submit(release, folder):
    folder.mkdir(parents=True, exist_ok=True)
    os.mkfifo(folder / "tiny.ipynb")
