"""What Google Colab makes of a notebook: no kernel, ids and options of its own."""

import nbformat

from ...expectation import outcome
from ...submission import right, write

EXPECTED = outcome(explain_correlation="to be graded by hand")


def submit(release, folder):
    notebook = right(release)
    notebook.metadata = nbformat.from_dict({"colab": {"provenance": []}, "accelerator": "GPU"})
    notebook["nbformat_minor"] = 0
    for cell in notebook.cells:
        cell.pop("id")
        cell.metadata["id"] = "aBcDeFgHiJkL"
        cell.metadata["colab"] = {"base_uri": "https://localhost:8080/", "height": 34}
    write(notebook, folder)
