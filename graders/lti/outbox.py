"""What the platform is to be told, and what it was told, in an SQLite file in the course.

There is a file for each course on a platform: what was sent to one says nothing of another. A grade
is noted here before it is sent, and that it may be on its way before it goes; so whoever is killed,
and when, nothing is lost and no older grade follows a newer one. All times are seconds since the
epoch.
"""

import fcntl
import sqlite3
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from graders.database import Database
from graders.files import digest
from graders.lti.settings import FOLDER, LTI

# Seconds for which a grade has to stay the same before it is sent: a submission is recorded in
# several steps.
SETTLING = 10.0
# Seconds to the next try: at first and at most; and the same for what the platform refuses.
PAUSES = 30.0, 3600.0
REFUSED_PAUSES = 3600.0, 24 * 3600.0

_TABLES = """
CREATE TABLE IF NOT EXISTS people (
    user TEXT PRIMARY KEY,                  -- the platform's id
    student TEXT NOT NULL UNIQUE,           -- the name here, which never changes
    gone INTEGER NOT NULL DEFAULT 0         -- whether the platform's roster has them no longer
);
CREATE TABLE IF NOT EXISTS line_items (assignment TEXT PRIMARY KEY, address TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS scores (
    student TEXT NOT NULL,
    assignment TEXT NOT NULL,
    points REAL NOT NULL,                   -- the newest grade
    maximum REAL NOT NULL,
    comment TEXT NOT NULL,
    moment REAL NOT NULL,                   -- by which the platform knows what is newer
    due REAL,                               -- when it is sent; NULL if the platform has it
    attempts INTEGER NOT NULL DEFAULT 0,
    under_way INTEGER NOT NULL DEFAULT 0,   -- it may have been sent
    reason TEXT NOT NULL DEFAULT '',        -- why it was not taken the last time
    refused INTEGER NOT NULL DEFAULT 0,     -- whether that is about this grade alone
    sent REAL,                              -- when the platform last took one
    sent_points REAL,
    sent_maximum REAL,
    sent_comment TEXT,
    PRIMARY KEY (student, assignment)
);
CREATE INDEX IF NOT EXISTS scores_due ON scores (due) WHERE due NOT NULL;
CREATE TABLE IF NOT EXISTS platform (
    id INTEGER PRIMARY KEY CHECK (id = 1), reason TEXT NOT NULL, failures INTEGER NOT NULL,
    due REAL NOT NULL
);
"""


@dataclass(frozen=True)
class FinalGrade:
    """A grade that may be sent: all of it is given."""

    student: str
    assignment: str
    points: float
    maximum: float
    comment: str = ""


@dataclass(frozen=True)
class Entry:
    """A row of `scores`; see the table above."""

    student: str
    assignment: str
    points: float
    maximum: float
    comment: str
    moment: float
    due: float | None
    attempts: int
    under_way: bool
    reason: str
    refused: bool
    sent: float | None
    sent_points: float | None
    sent_maximum: float | None
    sent_comment: str | None

    @property
    def timestamp(self) -> str:
        """The moment, as the platform reads it."""
        return datetime.fromtimestamp(self.moment, UTC).isoformat(timespec="milliseconds")


class Outbox(Database):
    """What goes to one course of a platform.

    Parameters
    ----------
    course : Path
    settings : LTI
    patience : float
        Seconds that another process's change is waited for.
    """

    def __init__(self, course: Path, settings: LTI, patience: float = 30.0):
        folder = course / FOLDER
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        key = digest(settings.issuer, settings.client_id, settings.line_items)[:16]
        self._lock = folder / f"{key}.lock"
        super().__init__(folder / f"{key}.sqlite", patience)
        self._db.executescript(_TABLES)

    @contextmanager
    def sending(self) -> Iterator[bool]:
        """Be the only one who sends; whether that is so."""
        with open(self._lock, "w") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                yield False
                return
            yield True

    # ---- People.

    def people(self) -> dict[str, str]:
        """Return the platform's ids by the names here."""
        return {row["student"]: row["user"] for row in self._db.execute("SELECT * FROM people")}

    def bind(self, people: Iterable[tuple[str, str]], gone: Iterable[str]) -> None:
        """Note who is who, by the platform's id and the name here; neither is ever given anew.

        Raises
        ------
        sqlite3.IntegrityError
            If one of them is somebody else already.
        """
        with self._transaction() as db:
            db.execute("UPDATE people SET gone = 0")
            for user, student in people:
                row = db.execute("SELECT student FROM people WHERE user = ?", (user,)).fetchone()
                if row is None or row["student"] != student:
                    db.execute("INSERT INTO people (user, student) VALUES (?, ?)", (user, student))
            db.executemany("UPDATE people SET gone = 1 WHERE user = ?", [(one,) for one in gone])

    # ---- Line items.

    def line_item(self, assignment: str) -> str:
        """Return the address of an assignment's line item, empty if it is not known."""
        query = "SELECT address FROM line_items WHERE assignment = ?"
        row = self._db.execute(query, (assignment,)).fetchone()
        return row["address"] if row else ""

    def set_line_item(self, assignment: str, address: str) -> None:
        """Note the address of a line item; an empty one: it is not known."""
        with self._transaction() as db:
            db.execute("DELETE FROM line_items WHERE assignment = ?", (assignment,))
            if address:
                db.execute("INSERT INTO line_items VALUES (?, ?)", (assignment, address))

    # ---- Scores.

    def entries(self) -> list[Entry]:
        """Return all rows."""
        rows = self._db.execute("SELECT * FROM scores ORDER BY assignment, student")
        return [_entry(row) for row in rows]

    def note(self, grades: Iterable[FinalGrade], now: float | None = None) -> None:
        """Note the grades that may be sent at this moment: all of them.

        One that is new or has changed is sent after a while. One that was to be sent and is no
        longer final stays where it is; what the platform has stays there.
        """
        now = time.time() if now is None else now
        known = {(one.student, one.assignment): one for one in self.entries()}
        with self._transaction() as db:
            for grade in grades:
                old = known.pop((grade.student, grade.assignment), None)
                if old is None or _value(old) != _value(grade):
                    self._change(db, grade, old, now)
                elif old.due is None and _sent(old) != _value(grade):  # it was not final
                    self._set_due(db, old, now + SETTLING)
            for old in known.values():
                if old.due is not None:
                    self._set_due(db, old, None)

    def _change(
        self, db: sqlite3.Connection, grade: FinalGrade, old: Entry | None, now: float
    ) -> None:
        # Platforms compare whole seconds.
        moment = now if old is None else max(now, old.moment + 1.0)
        due: float | None = now + SETTLING
        if old is not None and _sent(old) == _value(grade) and not old.under_way:
            due = None  # it is again what the platform has
        db.execute(
            """INSERT INTO scores (student, assignment, points, maximum, comment, moment, due)
            VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET points = excluded.points,
            maximum = excluded.maximum, comment = excluded.comment, moment = excluded.moment,
            due = excluded.due, attempts = 0, under_way = 0, reason = '', refused = 0""",
            (grade.student, grade.assignment, *_value(grade), moment, due),
        )

    def _set_due(self, db: sqlite3.Connection, one: Entry, due: float | None) -> None:
        query = "UPDATE scores SET due = ? WHERE student = ? AND assignment = ?"
        db.execute(query, (due, one.student, one.assignment))

    def next(self, now: float | None = None) -> Entry | None:
        """Return what is sent next, None if nothing is now."""
        query = "SELECT * FROM scores WHERE due <= ? ORDER BY due, moment LIMIT 1"
        row = self._db.execute(query, (time.time() if now is None else now,)).fetchone()
        return _entry(row) if row else None

    def set_under_way(self, one: Entry) -> bool:
        """Note that a grade is sent now, unless it has changed; return whether it is sent.

        It is tried again after a while, whatever happens.
        """
        pause = _pause(one.attempts, PAUSES)
        return self._update(
            one, "attempts = attempts + 1, under_way = 1, due = ?", time.time() + pause
        )

    def set_sent(self, one: Entry) -> None:
        """Note that the platform has a grade; one that changed meanwhile is still to be sent."""
        of = {"student": one.student, "assignment": one.assignment, "moment": one.moment}
        sent = {"points": one.points, "maximum": one.maximum, "comment": one.comment}
        where = "WHERE student = :student AND assignment = :assignment"
        with self._transaction() as db:
            db.execute(
                f"""UPDATE scores SET sent = :now, sent_points = :points, sent_maximum = :maximum,
                sent_comment = :comment {where}""",
                of | sent | {"now": time.time()},
            )
            db.execute(
                f"""UPDATE scores SET due = NULL, under_way = 0, attempts = 0, reason = '',
                refused = 0 {where} AND moment = :moment""",
                of,
            )

    def set_refused(self, one: Entry, reason: str) -> None:
        """Note that the platform has refused a grade."""
        due = time.time() + _pause(one.attempts, REFUSED_PAUSES)
        self._update(one, "under_way = 0, reason = ?, refused = 1, due = ?", reason, due)

    def set_unsent(self, one: Entry, reason: str) -> None:
        """Note why a grade was not sent, or why that is not known."""
        self._update(one, "reason = ?, refused = 0", reason)

    def _update(self, one: Entry, changes: str, *values: object) -> bool:
        """Change a row, if the grade is still the one that it was."""
        query = f"UPDATE scores SET {changes} WHERE student = ? AND assignment = ? AND moment = ?"
        with self._transaction() as db:
            found = db.execute(query, (*values, one.student, one.assignment, one.moment))
            return found.rowcount == 1

    def ask_again(self, refused: bool = False) -> int:
        """Have what waits sent now, whatever the pause; return how much that is.

        Parameters
        ----------
        refused : bool
            With what the platform has refused; as if the grade were given now, so that it takes
            the place of one that somebody gave there.
        """
        now = time.time()
        with self._transaction() as db:
            db.execute("DELETE FROM platform")
            if refused:
                db.execute(
                    """UPDATE scores SET moment = max(?, moment + 1.0), refused = 0
                    WHERE refused AND due NOT NULL""",
                    (now,),
                )
            return db.execute(
                "UPDATE scores SET due = ?, attempts = 0 WHERE due NOT NULL AND NOT refused", (now,)
            ).rowcount

    # ---- The platform.

    @property
    def trouble(self) -> tuple[str, float]:
        """Why the platform does not work for us, and when it is tried again; empty if it does."""
        row = self._db.execute("SELECT reason, due FROM platform").fetchone()
        return (row["reason"], row["due"]) if row else ("", 0.0)

    def set_trouble(self, reason: str) -> None:
        """Note why the platform does not work for us; an empty reason: it does."""
        with self._transaction() as db:
            row = db.execute("SELECT failures FROM platform").fetchone()
            db.execute("DELETE FROM platform")
            if reason:
                failures = row["failures"] if row else 0
                due = time.time() + _pause(failures, PAUSES)
                db.execute("INSERT INTO platform VALUES (1, ?, ?, ?)", (reason, failures + 1, due))


def _pause(attempts: int, pauses: tuple[float, float]) -> float:
    first, most = pauses
    return min(first * 2 ** min(attempts, 20), most)


def _value(one: Entry | FinalGrade) -> tuple[float, float, str]:
    return one.points, one.maximum, one.comment


def _sent(one: Entry) -> tuple[float | None, float | None, str | None]:
    return one.sent_points, one.sent_maximum, one.sent_comment


def _entry(row: sqlite3.Row) -> Entry:
    values = dict(row)
    for name in ("under_way", "refused"):
        values[name] = bool(values[name])
    return Entry(**values)


def forget(course: Path, student: str) -> int:
    """Remove a student from all outboxes of a course; return how many rows that were."""
    count = 0
    for path in (course / FOLDER).glob("*.sqlite"):
        with suppress(sqlite3.DatabaseError):
            database = sqlite3.connect(path)
            database.execute("PRAGMA secure_delete = ON")
            for table in ("people", "scores"):
                query = f"DELETE FROM {table} WHERE student = ?"
                count += database.execute(query, (student,)).rowcount
            database.commit()
            database.execute("VACUUM")
            database.close()
    return count
