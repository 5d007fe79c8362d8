"""The log of a submission: what became of it, and when.

The queue's file writes it by itself, by triggers, so nothing that changes a submission forgets to.
"""

import os
from dataclasses import dataclass
from pathlib import Path

from graders.database import Database

_NOW = "(julianday('now') - 2440587.5) * 86400"

# Part of the queue's tables.
TABLE = f"""
CREATE TABLE IF NOT EXISTS events (
    id INTEGER PRIMARY KEY,
    submission INTEGER NOT NULL,
    at REAL NOT NULL,                       -- seconds since the epoch
    what TEXT NOT NULL,
    detail TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS events_by_submission ON events (submission);
CREATE TRIGGER IF NOT EXISTS note_receipt AFTER INSERT ON submissions BEGIN
    INSERT INTO events (submission, at, what, detail) VALUES (new.id, {_NOW}, CASE new.stage
        WHEN 'refused' THEN 'taken in, and refused'
        WHEN 'held' THEN 'taken in, and held: over the daily limit'
        ELSE 'taken in' END, new.reason);
END;
CREATE TRIGGER IF NOT EXISTS note_stage AFTER UPDATE ON submissions
WHEN old.stage != new.stage OR old.gradings != new.gradings BEGIN
    INSERT INTO events (submission, at, what, detail) VALUES (new.id, {_NOW}, CASE new.stage
        WHEN 'grading' THEN 'grading began'
        WHEN 'graded' THEN iif(old.stage = 'graded', 'a new page was taken over', 'graded')
        WHEN 'failed' THEN 'grading failed'
        WHEN 'superseded' THEN 'replaced by a newer one'
        ELSE CASE
            WHEN old.stage = 'held' THEN 'to be graded now, over the daily limit'
            WHEN old.stage != 'grading' THEN 'to be graded again'
            WHEN new.tried > old.tried THEN 'gave way to others'
            ELSE 'put back: the grader ended meanwhile' END
        END, new.reason);
END;
CREATE TRIGGER IF NOT EXISTS note_given AFTER UPDATE ON submissions
WHEN old.shown != new.shown AND new.shown != '' BEGIN
    INSERT INTO events (submission, at, what, detail)
    VALUES (new.id, {_NOW}, 'given to the student', new.shown);
END;
CREATE TRIGGER IF NOT EXISTS forget_events AFTER DELETE ON submissions BEGIN
    DELETE FROM events WHERE submission = old.id;
END;
"""


@dataclass(frozen=True)
class Event:
    """Something that became of a submission, in seconds since the epoch."""

    at: float
    what: str
    detail: str


class Events(Database):
    """The logs of all submissions.

    Parameters
    ----------
    path : Path
        The queue's file, which the queue has made.
    """

    def __init__(self, path: Path, patience: float = 5):
        super().__init__(path, patience)
        self._db.text_factory = os.fsdecode  # as the queue's

    def of(self, submission: int, limit: int = 200) -> list[Event]:
        """Return the last events of a submission, the oldest first."""
        query = """SELECT at, what, detail FROM events WHERE submission = ?
            ORDER BY id DESC LIMIT ?"""
        return [Event(*row) for row in self._db.execute(query, (submission, limit))][::-1]
