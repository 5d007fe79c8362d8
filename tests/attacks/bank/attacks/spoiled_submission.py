"""Overwrite the notebooks that the other students have handed in."""

from ...expectation import outcome
from ...submission import hostile, write
from ...world import course

EXPECTED = outcome(rest="failed", mean_square="passed")
LAST = """
    from pathlib import Path

    for folder in [Path("COURSE"), *Path.cwd().parents]:
        for file in folder.glob("submitted/z_*/tiny/*.ipynb"):
            file.write_text(file.read_text().replace("return", "return 0 *"))
"""


def submit(release, folder):
    write(hostile(release, last=LAST.replace("COURSE", course())), folder)
