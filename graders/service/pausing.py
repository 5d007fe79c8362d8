"""Whether grading is paused: submissions are received and wait, and what is graded is given back.

It stands in the queue's file, so it lasts until somebody resumes, whatever is started again.
"""

import time
from dataclasses import dataclass

from graders.database import Database

# Part of the queue's tables: of what is there the queue starts nothing.
TABLE = """
CREATE TABLE IF NOT EXISTS pause (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    since REAL NOT NULL,                    -- seconds since the epoch
    by TEXT NOT NULL
);
"""
IS_PAUSED = "EXISTS (SELECT 1 FROM pause)"


@dataclass(frozen=True)
class Pause:
    """Since when grading is paused, in seconds since the epoch, and by whom."""

    since: float
    by: str


class Pauses(Database):
    """Pauses grading, and resumes it.

    Parameters
    ----------
    path : Path
        The queue's file, which the queue has made.
    """

    @property
    def now(self) -> Pause | None:
        """The pause, None if grading goes on."""
        row = self._db.execute("SELECT since, by FROM pause").fetchone()
        return Pause(*row) if row else None

    def begin(self, by: str) -> bool:
        """Pause grading; return whether it was not paused before."""
        query = "INSERT OR IGNORE INTO pause VALUES (1, ?, ?)"
        return self._db.execute(query, (time.time(), by)).rowcount == 1

    def end(self) -> bool:
        """Resume grading; return whether it was paused."""
        return self._db.execute("DELETE FROM pause").rowcount == 1
