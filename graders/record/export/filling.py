"""Fills in a table that a learning platform has exported: only what is empty, row by row.

The platform's own file says who the students are, and what is there already. So no student is
matched by name, and nothing that is there is written over. What is not filled in is listed with the
reason in a file beside it.
"""

import csv
import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from graders.files import write_whole
from graders.record.export.standing import StudentGrade
from graders.record.export.table import cell_text

MAX_SIZE = 50 * 2**20


class ExportError(SystemExit):
    """The grades cannot be exported; the message says why and what to do.

    nbgrader's command catches nothing: so it ends with the message in the place of a traceback.
    """


@dataclass
class Filling:
    """What was filled in, and what was not: (student, assignment, reason)."""

    filled: int = 0
    left_out: list[tuple[str, str, str]] = field(default_factory=list)

    def leave_out(self, student: str, assignment: str, reason: str) -> None:
        """Note that nothing was filled in, and why."""
        self.left_out.append((student, assignment, reason))


def read_table(path: str, what: str) -> list[list[str]]:
    """Return the rows of a file of the platform's.

    Raises
    ------
    ExportError
        If there is none, or it cannot be read.
    """
    if not path:
        raise ExportError(what)
    try:
        if Path(path).stat().st_size > MAX_SIZE:
            raise ExportError(f"{path} has more than {MAX_SIZE >> 20} MB")
        text = Path(path).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ExportError(f"{path} cannot be read: {error}") from None
    rows = [row for row in csv.reader(io.StringIO(text, newline="")) if row]
    if not rows:
        raise ExportError(f"{path} is empty")
    width = len(rows[0])
    return [(row + [""] * width)[:width] for row in rows]


def unique(
    found: Iterable[StudentGrade], key: Callable[[StudentGrade], object]
) -> dict[str, StudentGrade]:
    """Return grades by something of the student's that belongs to one student alone."""
    by_key: dict[str, list[StudentGrade]] = {}
    for one in found:
        if value := str(key(one) or "").strip().casefold():
            by_key.setdefault(value, []).append(one)
    return {value: ones[0] for value, ones in by_key.items() if len(ones) == 1}


def points(one: StudentGrade, maximum: str, scale: bool) -> str:
    """Return the points as the platform wants them, of the highest number that it has.

    Raises
    ------
    ExportError
        If it has another highest number than the course, and nothing was said of that.
    """
    score, top = one.score or 0.0, float(one.assignment.max_score)
    try:
        there = float(maximum.replace(",", "."))
    except ValueError:
        there = top
    if abs(there - top) > 1e-9:
        if not scale:
            raise ExportError(
                f"{one.assignment.name} has {top:g} points here and {there:g} in the file: make "
                "them equal, or set `scale` to have points scaled"
            )
        score *= there / top if top else 0.0
    return f"{round(score, 4):g}"


def fill(row: list[str], place: int, one: StudentGrade, value: str, done: Filling) -> None:
    """Fill in a cell if it is empty and the points are final."""
    there = row[place].strip()
    if one.score is None:
        done.leave_out(one.student.id, one.assignment.name, str(one.standing))
    elif not there or there == "-":
        row[place] = value
        done.filled += 1
    elif there != value:
        said = f"{there} is there already, here are {value}"
        done.leave_out(one.student.id, one.assignment.name, said)


def write_tables(to: str, rows: list[list[str]], done: Filling) -> Path:
    """Write the table, and beside it what was left out; return where that is."""
    write_whole(Path(to), _csv(rows))
    beside = Path(to).with_suffix(".left-out.csv")
    head = ["student", "assignment", "reason"]
    left_out = [[cell_text(text) for text in one] for one in done.left_out]
    write_whole(beside, _csv([head, *left_out]))
    return beside


def _csv(rows: list[list[str]]) -> bytes:
    file = io.StringIO(newline="")
    csv.writer(file, lineterminator="\n").writerows(rows)
    return file.getvalue().encode()
