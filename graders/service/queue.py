"""The queue of submissions, in an SQLite file: what came in, and what became of it."""

import json
import os
import sqlite3
import time
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from graders.database import Database
from graders.exchange import Receipt
from graders.service import events, pausing
from graders.service.paths import digest_of

# How often a submission may fail before a person has to look at it.
ATTEMPTS = 3
# Seconds after which one that failed is tried again.
RETRY = 300.0


class Stage(StrEnum):
    """Where a submission is on its way."""

    WAITING = "waiting"
    HELD = "held"  # over the number that is graded in a day
    GRADING = "grading"
    GRADED = "graded"
    REFUSED = "refused"
    SUPERSEDED = "superseded"  # held, or slow and waiting, and a newer one came
    FAILED = "failed"  # by the grader's fault


_TABLE = """
CREATE TABLE IF NOT EXISTS submissions (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,              -- of its folder in the exchange
    student TEXT NOT NULL,
    assignment TEXT NOT NULL,
    received REAL NOT NULL,                 -- all times are seconds since the epoch
    not_before REAL NOT NULL,               -- when it may be graded, and so when it counts
    retry REAL,                             -- when it is tried again after it failed
    stage TEXT NOT NULL,
    started REAL,
    finished REAL,
    returned REAL,                          -- when the student first had the result
    gradings INTEGER NOT NULL DEFAULT 0,    -- how often it was graded
    attempts INTEGER NOT NULL DEFAULT 0,    -- how often that failed
    force INTEGER NOT NULL DEFAULT 0,       -- an instructor asked for it once more
    tried REAL NOT NULL DEFAULT 0,          -- seconds of a first try, after which it gave way
    shown TEXT NOT NULL DEFAULT '',         -- what the student was given last
    reason TEXT NOT NULL DEFAULT '',        -- why it was refused or failed
    attention TEXT NOT NULL DEFAULT '',     -- what an instructor should look at
    notes TEXT NOT NULL DEFAULT '[]',
    exercises TEXT NOT NULL DEFAULT '[]'    -- name, points, points possible, state
);
CREATE INDEX IF NOT EXISTS by_stage ON submissions (stage, received);
DROP INDEX IF EXISTS by_student;
CREATE INDEX IF NOT EXISTS by_student_and_time ON submissions (student, assignment, received);
CREATE INDEX IF NOT EXISTS by_return ON submissions (returned) WHERE returned NOT NULL;
CREATE INDEX IF NOT EXISTS ended ON submissions (coalesce(finished, received), id);
CREATE INDEX IF NOT EXISTS by_end ON submissions (student, finished);
CREATE INDEX IF NOT EXISTS in_need ON submissions (received) WHERE attention != '';
CREATE TABLE IF NOT EXISTS forgotten (digest TEXT PRIMARY KEY);
CREATE TABLE IF NOT EXISTS trouble (id INTEGER PRIMARY KEY CHECK (id = 1), text TEXT, since REAL);
"""


@dataclass(frozen=True)
class QueuedSubmission:
    """A row of the queue; see the table above."""

    id: int
    name: str
    student: str
    assignment: str
    received: float
    not_before: float
    retry: float | None
    stage: Stage
    started: float | None
    finished: float | None
    returned: float | None
    gradings: int
    attempts: int
    force: bool
    tried: float
    shown: str
    reason: str
    attention: str
    notes: list[str]
    exercises: list[list]

    @property
    def points(self) -> float:
        """The points that were given so far."""
        return sum(points or 0 for _, points, _, _ in self.exercises)

    @property
    def max_points(self) -> float:
        """The points that can be had, answers graded by hand included."""
        return sum(possible for _, _, possible, _ in self.exercises)


# Whether a student handed in anything after a submission that counts.
IS_NEWEST = """NOT EXISTS (
    SELECT 1 FROM submissions AS other
    WHERE other.student = submissions.student AND other.assignment = submissions.assignment
    AND other.stage != 'refused' AND other.received > submissions.received)"""
_IS_READY = f"""(
    stage = 'waiting' OR stage = 'held' AND not_before <= :now
    OR stage = 'failed' AND retry <= :now AND {IS_NEWEST}
) AND NOT EXISTS (
    SELECT 1 FROM submissions AS other
    WHERE other.student = submissions.student AND other.stage = 'grading'
) AND NOT {pausing.IS_PAUSED}"""
# First those that did not give way yet, and are not graded again with everybody's. Of them first
# those of students who had less than so many seconds (`:share`) of grading within an hour, then
# those who had less than twice as many, …
_BY_SHARE = """tried > 0, gradings > 0 AND NOT force, CASE WHEN :share THEN CAST((
    SELECT coalesce(sum(max(coalesce(finished, started) - started, 0) + tried), 0)
    FROM submissions AS other
    WHERE other.student = submissions.student AND coalesce(finished, started) > :now - 3600
) / :share AS INTEGER) ELSE 0 END, received, id"""
NEEDS_ATTENTION = f"attention != '' AND {IS_NEWEST}"


class Queue(Database):
    """The queue.

    Parameters
    ----------
    path : Path
        The file, made if it is missing. Each process opens its own.
    patience : float
        Seconds that another process's change is waited for.
    """

    def __init__(self, path: Path, patience: float = 60):
        path.parent.mkdir(parents=True, exist_ok=True)
        super().__init__(path, patience)
        # A name in the exchange is whatever bytes its maker chose, and is kept as it is.
        self._db.text_factory = os.fsdecode
        self._db.executescript(_TABLE)
        self._add_column("tried", "REAL NOT NULL DEFAULT 0")
        self._db.executescript(events.TABLE + pausing.TABLE)

    def _add_column(self, name: str, kind: str) -> None:
        """Add what a file that was made by an earlier version has not."""
        with self._transaction() as db:
            known = {row["name"] for row in db.execute("PRAGMA table_info(submissions)")}
            if name not in known:
                db.execute(f"ALTER TABLE submissions ADD COLUMN {name} {kind}")

    @property
    def version(self) -> int:
        """A number that changes when another process changes anything."""
        return self._db.execute("PRAGMA data_version").fetchone()[0]

    def find(
        self,
        condition: str = "1",
        *,
        order: str = "received, id",
        limit: int = -1,
        **values: object,
    ) -> list[QueuedSubmission]:
        """Return the submissions for which an SQL condition holds, in the order of receipt."""
        query = f"SELECT * FROM submissions WHERE {condition} ORDER BY {order} LIMIT :limit"
        found = self._db.execute(query, {**values, "limit": limit})
        return [_submission(row) for row in found]

    def names(self) -> set[str]:
        """Return the names of all."""
        return {row["name"] for row in self._db.execute("SELECT name FROM submissions")}

    def forget(self, student: str) -> None:
        """Remove a student's submissions without a trace.

        They still lie in the exchange. A digest of each name stays, so that they are not taken in
        again.
        """
        with self._transaction() as db:
            found = self.find("student = :student", student=student)
            digests = [(digest_of(one.name),) for one in found]
            db.executemany("INSERT OR IGNORE INTO forgotten VALUES (?)", digests)
        self._db.execute("PRAGMA secure_delete = ON")
        self._db.execute("DELETE FROM submissions WHERE student = ?", (student,))
        self._db.execute("VACUUM")
        self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def forgotten(self) -> set[str]:
        """Return the digests of the names of those whose student was forgotten."""
        return {row["digest"] for row in self._db.execute("SELECT digest FROM forgotten")}

    def counts(self) -> dict[Stage, int]:
        """Return how many are at each stage."""
        rows = self._db.execute("SELECT stage, count(*) FROM submissions GROUP BY stage")
        found = dict(map(tuple, rows))
        return {stage: found.get(stage, 0) for stage in Stage}

    def count(self, condition: str) -> int:
        """Return for how many submissions an SQL condition holds."""
        query = f"SELECT count(*) FROM submissions WHERE {condition}"
        return self._db.execute(query).fetchone()[0]

    def newest(self, found: list[QueuedSubmission]) -> set[int]:
        """Return the numbers of those that are the newest of their student."""
        query = f"SELECT 1 FROM submissions WHERE id = ? AND {IS_NEWEST}"
        return {one.id for one in found if self._db.execute(query, (one.id,)).fetchone()}

    def waits(self, limit: int = -1) -> list[float]:
        """Return the seconds from submission to feedback of those returned last."""
        query = (
            "SELECT returned - not_before FROM submissions WHERE returned NOT NULL "
            "ORDER BY returned DESC LIMIT ?"
        )
        return [row[0] for row in self._db.execute(query, (limit,))]

    def upcoming(self, share: int = 0) -> list[QueuedSubmission]:
        """Return those that wait for their turn, in the order in which they have it."""
        return self.find("stage = 'waiting'", order=_BY_SHARE, now=time.time(), share=share)

    def durations(self, assignment: str, limit: int) -> list[float]:
        """Return the seconds that the last gradings of an assignment took."""
        query = """SELECT finished - started FROM submissions
            WHERE stage = 'graded' AND assignment = ? AND finished > started
            ORDER BY coalesce(finished, received) DESC, id DESC LIMIT ?"""
        return [row[0] for row in self._db.execute(query, (assignment, limit))]

    def assignments_of(self, student: str) -> set[str]:
        """Return to which assignments a student has handed in something that counts."""
        query = """SELECT DISTINCT assignment FROM submissions
            WHERE student = ? AND stage != 'refused'"""
        return {row[0] for row in self._db.execute(query, (student,))}

    def stages(self) -> dict[tuple[str, str], tuple[Stage, float]]:
        """Return stage and time of receipt of the newest that counts, by student and assignment."""
        query = f"""SELECT student, assignment, stage, received FROM submissions
            WHERE stage != 'refused' AND {IS_NEWEST} ORDER BY id"""
        rows = self._db.execute(query)
        return {(who, what): (Stage(stage), when) for who, what, stage, when in rows}

    def add(
        self, name: str, receipt: Receipt, *, not_before: float | None = None, refused: str = ""
    ) -> None:
        """Put a submission in, unless it is there already.

        Parameters
        ----------
        not_before : float, optional
            If that is later than its receipt, it is held. One held before is superseded, and, if
            this one is not held, one that gave way.
        refused : str
            Why it does not count; empty if it does.
        """
        student, assignment, received = receipt.student, receipt.assignment, receipt.received
        ready = received if not_before is None else not_before
        notes = json.dumps(receipt.notes)
        stage = Stage.REFUSED if refused else Stage.HELD if ready > received else Stage.WAITING
        with self._transaction() as db:
            if not refused:
                db.execute(
                    "UPDATE submissions SET stage = ? WHERE student = ? AND assignment = ? "
                    "AND (stage = 'held' OR stage = 'waiting' AND tried > 0 AND ?)",
                    (Stage.SUPERSEDED, student, assignment, stage == Stage.WAITING),
                )
            db.execute(
                "INSERT OR IGNORE INTO submissions (name, student, assignment, received, "
                "not_before, stage, reason, notes) "
                "VALUES (CAST(? AS TEXT), ?, ?, ?, ?, ?, ?, ?)",
                (os.fsencode(name), student, assignment, received, ready, stage, refused, notes),
            )

    def counted(self, student: str, assignment: str) -> list[float]:
        """Return when a student's submissions to an assignment counted; failed ones do not."""
        query = """student = :student AND assignment = :assignment
            AND (stage IN ('waiting', 'grading', 'graded') OR tried > 0)"""
        return [s.not_before for s in self.find(query, student=student, assignment=assignment)]

    def start_next(
        self, force: bool = False, share: int = 0, slow: bool = True
    ) -> QueuedSubmission | None:
        """Mark the submission whose turn it is as being graded.

        The oldest that may be graded now; of one student's submissions one at a time, in order.
        Students who had more grading within an hour than a share, in seconds, come after those who
        had less, and what gave way comes last, or not at all without `slow`. None if its turn is
        not that of one that an instructor asked for (`force`), or of one of the others, and while
        grading is paused.
        """
        with self._transaction() as db:
            values = {"now": time.time(), "share": share, "slow": slow}
            ready = f"{_IS_READY} AND (tried = 0 OR :slow)"
            found = self.find(ready, order=_BY_SHARE, limit=1, **values)
            if not found or found[0].force != force:
                return None
            db.execute(
                "UPDATE submissions SET stage = ?, started = ? WHERE id = ?",
                (Stage.GRADING, time.time(), found[0].id),
            )
        return found[0]

    def finish(self, id: int, exercises: list[list], notes: list[str], attention: str) -> None:
        """Note a submission as graded."""
        self._db.execute(
            "UPDATE submissions SET stage = ?, finished = ?, exercises = ?, notes = ?, "
            "attention = ?, reason = '', force = 0, gradings = gradings + 1 WHERE id = ?",
            (Stage.GRADED, time.time(), json.dumps(exercises), json.dumps(notes), attention, id),
        )

    def give_way(self, id: int) -> None:
        """Put back a submission that took longer than its first try: the others come first.

        One that was followed by a newer one meanwhile is superseded, so that the newer one counts.
        """
        newer = """EXISTS (SELECT 1 FROM submissions AS other
            WHERE other.student = submissions.student AND other.assignment = submissions.assignment
            AND other.stage NOT IN ('refused', 'held') AND other.received > submissions.received)"""
        self._db.execute(
            f"""UPDATE submissions SET stage = iif({newer}, 'superseded', 'waiting'),
            tried = max(:now - started, 0.001) WHERE id = :id""",
            {"now": time.time(), "id": id},
        )

    def renew(self, id: int, exercises: list[list]) -> None:
        """Note that a graded submission has a new page: a person has graded it.

        That took the machine no time, and counts for nobody's share.
        """
        now = time.time()
        self._db.execute(
            "UPDATE submissions SET started = ?, finished = ?, exercises = ?, "
            "gradings = gradings + 1 WHERE id = ? AND stage = 'graded'",
            (now, now, json.dumps(exercises), id),
        )

    def fail(self, id: int, reason: str) -> None:
        """Note that grading a submission failed; a few times it is tried again after a while."""
        self._db.execute(
            "UPDATE submissions SET stage = ?, finished = ?, reason = ?, attention = ?, force = 0, "
            "attempts = attempts + 1, retry = iif(attempts + 1 < ?, ?, NULL) WHERE id = ?",
            (Stage.FAILED, time.time(), reason, reason, ATTEMPTS, time.time() + RETRY, id),
        )

    def take_back(self, blame: str = "") -> None:
        """Put what was being graded back, when the process that graded it has ended.

        The blame is how it ended, if one of these submissions may be the cause; empty if none is.
        """
        for found in self.find("stage = 'grading'"):
            if blame and found.attempts + 1 >= ATTEMPTS:
                self.fail(found.id, blame)
            else:
                self._db.execute(
                    "UPDATE submissions SET stage = ?, attempts = attempts + ? WHERE id = ?",
                    (Stage.WAITING, bool(blame), found.id),
                )

    def again(self, id: int) -> bool:
        """Have a submission graded once more; return whether that is possible.

        Only a student's newest, whose grades the gradebook holds. A held one is graded next.
        """
        with self._transaction() as db:
            query = f"""UPDATE submissions SET stage = 'waiting', force = stage != 'held',
                attempts = 0, not_before = iif(stage = 'held', :now, not_before)
                WHERE id = :id AND stage IN ('graded', 'failed', 'held') AND {IS_NEWEST}"""
            return db.execute(query, {"now": time.time(), "id": id}).rowcount == 1

    def all_again(self, ids: list[int]) -> int:
        """Have submissions graded again where tests were corrected; return how many that are.

        Only newest ones, as in `again`; but they come after all that were not graded yet, and what
        the correction does not touch is not executed again.
        """
        query = f"""UPDATE submissions SET stage = 'waiting', force = 0, attempts = 0
            WHERE id = :id AND stage IN ('graded', 'failed') AND {IS_NEWEST}"""
        with self._transaction() as db:
            return sum(db.execute(query, {"id": id}).rowcount for id in ids)

    def set_shown(self, id: int, shown: str, is_result: bool) -> None:
        """Note what a student was given."""
        self._db.execute(
            "UPDATE submissions SET shown = ?, returned = coalesce(returned, ?) WHERE id = ?",
            (shown, time.time() if is_result else None, id),
        )

    def give_again(self) -> None:
        """Have students given once more what they were given: the exchange may be another one."""
        self._db.execute("UPDATE submissions SET shown = ''")

    @property
    def trouble(self) -> str:
        """The fault that keeps the grader from grading at all, empty if there is none."""
        row = self._db.execute("SELECT text FROM trouble").fetchone()
        return row["text"] if row else ""

    @trouble.setter
    def trouble(self, text: str) -> None:
        self._db.execute("INSERT OR REPLACE INTO trouble VALUES (1, ?, ?)", (text, time.time()))


def _submission(row: sqlite3.Row) -> QueuedSubmission:
    values = dict(row)
    values["stage"] = Stage(values["stage"])
    values["force"] = bool(values["force"])
    for name in ("notes", "exercises"):
        values[name] = json.loads(values[name])
    return QueuedSubmission(**values)
