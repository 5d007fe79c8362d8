"""Read the instructor's notebook from the disk, print hidden tests and reference solutions."""

from ...expectation import outcome
from ...submission import hostile, write
from ...world import course

EXPECTED = outcome(rest="failed", mean_square="passed")
LAST = """
    import re
    from pathlib import Path

    for folder in [Path("COURSE"), *Path.cwd().parents]:
        for file in folder.glob("source/*/*.ipynb"):
            print(re.findall(r"CANARY-[\\w-]+", file.read_text()))
"""


def submit(release, folder):
    write(hostile(release, last=LAST.replace("COURSE", course())), folder)
