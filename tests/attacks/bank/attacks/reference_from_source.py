"""Run the reference solutions found in the instructor's notebook in place of one's own."""

from ...expectation import outcome
from ...submission import find, hostile, write
from ...world import course

EXPECTED = outcome(rest="failed", mean_square="passed")
FIRST = """
    import json
    from pathlib import Path

    def stolen(name):
        for folder in [Path("COURSE"), *Path.cwd().parents]:
            for file in folder.glob("source/*/*.ipynb"):
                for cell in json.loads(file.read_text())["cells"]:
                    if cell["metadata"].get("nbgrader", {}).get("grade_id") == name:
                        exec("".join(cell["source"]), globals())
                        return
        raise FileNotFoundError(name)
"""


def submit(release, folder):
    names = ("normalize", "correlation", "noise", "fit_line")
    notebook = hostile(release, first=FIRST.replace("COURSE", course()))
    for name in names:
        find(notebook, name).source += f"\n\ntry:\n    stolen('{name}')\nexcept OSError:\n    pass"
    write(notebook, folder)
