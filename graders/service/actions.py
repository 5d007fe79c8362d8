"""What instructors did, when and who: written down once, and shown on a page.

It stands in the queue's file. Nothing of it is changed or removed, but that a student is forgotten.
"""

import getpass
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from graders.database import Database
from graders.service.paths import QUEUE

_TABLE = """
CREATE TABLE IF NOT EXISTS actions (
    id INTEGER PRIMARY KEY,
    at REAL NOT NULL,                       -- seconds since the epoch
    by TEXT NOT NULL,
    what TEXT NOT NULL,
    student TEXT NOT NULL,                  -- whom it concerned, empty if not one alone
    assignment TEXT NOT NULL,
    detail TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS actions_by_student ON actions (student) WHERE student != '';
CREATE TRIGGER IF NOT EXISTS actions_stay BEFORE DELETE ON actions BEGIN
    SELECT RAISE(ABORT, 'what was done stays written down');
END;
CREATE TRIGGER IF NOT EXISTS actions_stay_as_they_are
BEFORE UPDATE OF id, at, by, what, assignment ON actions BEGIN
    SELECT RAISE(ABORT, 'what was done stays written down');
END;
"""


@dataclass(frozen=True)
class Action:
    """A row of the table above."""

    id: int
    at: float
    by: str
    what: str
    student: str
    assignment: str
    detail: str


class Actions(Database):
    """What was done in a course.

    Parameters
    ----------
    path : Path
        The queue's file.
    patience : float
        Seconds that another process's change is waited for.
    """

    def __init__(self, path: Path, patience: float = 5):
        super().__init__(path, patience)
        self._db.executescript(_TABLE)

    def note(
        self, by: str, what: str, student: str = "", assignment: str = "", detail: str = ""
    ) -> None:
        """Write down what somebody did."""
        self._db.execute(
            "INSERT INTO actions (at, by, what, student, assignment, detail) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            (time.time(), by, what, student, assignment, detail),
        )

    def last(self, limit: int) -> list[Action]:
        """Return what was done last, the newest first."""
        query = """SELECT id, at, by, what, student, assignment, detail FROM actions
            ORDER BY id DESC LIMIT ?"""
        return [Action(*row) for row in self._db.execute(query, (limit,))]

    def forget(self, student: str) -> int:
        """Remove whom actions concerned, where that was this student; return how many."""
        query = "UPDATE actions SET student = 'a student', detail = '' WHERE student = ?"
        return self._db.execute(query, (student,)).rowcount


def note_command(
    course: Path, what: str, student: str = "", assignment: str = "", detail: str = ""
) -> None:
    """Write down what was done on the command line, by the account, in a course with a service."""
    if not (course / QUEUE).is_file():
        return
    with closing(Actions(course / QUEUE)) as actions:
        by = f"{getpass.getuser()} (command line)"
        actions.note(by, what, student, assignment, detail)
