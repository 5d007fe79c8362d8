"""Print what the gradebook says about the other students and the hidden tests."""

from ...expectation import outcome
from ...submission import hostile, write
from ...world import course

EXPECTED = outcome(rest="failed", mean_square="passed")
LAST = """
    import re
    from pathlib import Path

    for folder in [Path("COURSE"), *Path.cwd().parents]:
        for file in folder.glob("gradebook.db*"):
            print(re.findall(rb"CANARY-[\\w-]+", file.read_bytes()))
"""


def submit(release, folder):
    write(hostile(release, last=LAST.replace("COURSE", course())), folder)
