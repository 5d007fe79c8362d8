"""Requests for another look at one exercise: a student's reason, and an instructor's answer.

They stand in the queue's file, beside the submissions that they are about.
"""

import time
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from graders.database import Database

# How long a reason or an answer may be, in characters.
LONGEST = 1000
# How many requests of one student may be open at once.
OPEN = 20

_TABLE = """
CREATE TABLE IF NOT EXISTS requests (
    id INTEGER PRIMARY KEY,
    submission INTEGER NOT NULL,            -- its number in the queue
    grading INTEGER NOT NULL,               -- which grading of it
    student TEXT NOT NULL,
    assignment TEXT NOT NULL,
    exercise TEXT NOT NULL,
    reason TEXT NOT NULL,
    asked REAL NOT NULL,                    -- seconds since the epoch, as below
    answer TEXT NOT NULL DEFAULT '',
    answered REAL,
    answered_by TEXT NOT NULL DEFAULT '',
    UNIQUE (submission, grading, exercise)
);
CREATE INDEX IF NOT EXISTS requests_by_student ON requests (student, assignment);
CREATE INDEX IF NOT EXISTS requests_open ON requests (asked) WHERE answered IS NULL;
"""


class RequestRefused(Exception):
    """A request or an answer is not taken; the message says why, and what to do."""


@dataclass(frozen=True)
class Request:
    """A row of the table above."""

    id: int
    submission: int
    grading: int
    student: str
    assignment: str
    exercise: str
    reason: str
    asked: float
    answer: str
    answered: float | None
    answered_by: str

    @property
    def open(self) -> bool:
        """Whether nobody has answered yet."""
        return self.answered is None


class Requests(Database):
    """The requests of a course.

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

    def ask(
        self, submission: int, grading: int, student: str, assignment: str, exercise: str, why: str
    ) -> None:
        """Ask for another look at an exercise, once for each grading.

        Raises
        ------
        RequestRefused
            If it was asked for already, the student has too many open requests, or the reason is
            missing or too long.
        """
        reason = plain(why, "reason")
        with self._db:
            self._db.execute("BEGIN IMMEDIATE")
            query = "SELECT count(*) FROM requests WHERE student = ? AND answered IS NULL"
            if self._db.execute(query, (student,)).fetchone()[0] >= OPEN:
                raise RequestRefused(
                    f"You have {OPEN} requests that are not answered yet. Wait for an answer first."
                )
            values = submission, grading, student, assignment, exercise, reason, time.time()
            done = self._db.execute(
                "INSERT OR IGNORE INTO requests (submission, grading, student, assignment, "
                "exercise, reason, asked) VALUES (?, ?, ?, ?, ?, ?, ?)",
                values,
            )
        if not done.rowcount:
            raise RequestRefused(
                "You have asked about this exercise already, since it was graded last."
            )

    def answer(self, number: int, words: str, by: str) -> None:
        """Answer a request, which closes it.

        Raises
        ------
        RequestRefused
            If it is answered already, or the answer is missing or too long.
        """
        text = plain(words, "answer")
        done = self._db.execute(
            "UPDATE requests SET answer = ?, answered = ?, answered_by = ? "
            "WHERE id = ? AND answered IS NULL",
            (text, time.time(), by, number),
        )
        if not done.rowcount:
            raise RequestRefused("Somebody has answered it meanwhile.")

    def find(self, number: int) -> Request | None:
        """Return a request by its number."""
        return next(iter(self._find("id = ?", number)), None)

    def of(self, student: str, assignment: str, limit: int = 50) -> list[Request]:
        """Return the last requests of a student in an assignment, the newest first."""
        query = "student = ? AND assignment = ? ORDER BY asked DESC, id DESC LIMIT ?"
        return self._find(query, student, assignment, limit)

    def open(self, limit: int) -> list[Request]:
        """Return those that are not answered, the oldest first."""
        return self._find("answered IS NULL ORDER BY asked, id LIMIT ?", limit)

    def count(self) -> int:
        """Return how many are not answered."""
        query = "SELECT count(*) FROM requests WHERE answered IS NULL"
        return self._db.execute(query).fetchone()[0]

    def forget(self, student: str) -> int:
        """Remove those of a student; return how many that were."""
        return self._db.execute("DELETE FROM requests WHERE student = ?", (student,)).rowcount

    def _find(self, condition: str, *values: object) -> list[Request]:
        rows = self._db.execute(f"SELECT * FROM requests WHERE {condition}", values)
        return [Request(**dict(row)) for row in rows]


def plain(text: str, what: str, longest: int = LONGEST) -> str:
    """Return a text without control characters and the space around it.

    Raises
    ------
    RequestRefused
        If nothing is left, or it is too long.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(c for c in lines if c == "\n" or unicodedata.category(c) not in ("Cc", "Cs"))
    kept = kept.strip()
    # Format characters, such as those that turn the direction of a text, are no words.
    if not any(unicodedata.category(c)[0] not in "CZM" for c in kept):
        raise RequestRefused(f"Write down the {what}.")
    if len(kept) > longest:
        raise RequestRefused(f"The {what} has {len(kept)} characters. Say it in at most {longest}.")
    return kept
