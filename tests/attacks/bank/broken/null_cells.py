"""A notebook whose `cells` is null."""

import json

from ...expectation import outcome

EXPECTED = outcome(rest="could not be read", explain_correlation="could not be read")


def submit(release, folder):
    folder.mkdir(parents=True, exist_ok=True)
    notebook = {"cells": None, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    (folder / "tiny.ipynb").write_text(json.dumps(notebook))
