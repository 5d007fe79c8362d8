"""Make every item of the assignment worth 100 points in the gradebook."""

from ...expectation import outcome
from ...submission import hostile, write
from ...world import course

EXPECTED = outcome(rest="failed", mean_square="passed")
LAST = """
    import sqlite3
    from pathlib import Path

    if Path("COURSE/gradebook.db").exists():
        with sqlite3.connect("COURSE/gradebook.db", timeout=1) as book:
            book.execute("UPDATE grade_cells SET max_score = 100")
"""


def submit(release, folder):
    write(hostile(release, last=LAST.replace("COURSE", course())), folder)
