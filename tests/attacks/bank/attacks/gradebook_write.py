"""Write full points into the gradebook for every student, with sqlite, from a cell."""

from ...expectation import outcome
from ...submission import hostile, write
from ...world import course

EXPECTED = outcome(rest="failed", mean_square="passed")
LAST = """
    import sqlite3
    from pathlib import Path

    for folder in [Path("COURSE"), *Path.cwd().parents]:
        if (folder / "gradebook.db").exists():
            with sqlite3.connect(folder / "gradebook.db", timeout=1) as book:
                book.execute("UPDATE grade SET manual_score = 99, extra_credit = 99")
"""


def submit(release, folder):
    write(hostile(release, last=LAST.replace("COURSE", course())), folder)
