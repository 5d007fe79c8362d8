"""The class as a table: students by assignments, and who is missing."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from graders.record.overview import Recorded
from graders.service.queue import Stage
from graders.service.rendering import duration
from graders.service.state import ClassBook

# What is said of a submission on its way; one that is graded is said by its points.
ON_ITS_WAY = {
    Stage.WAITING: "waits to be graded",
    Stage.GRADING: "is being graded",
    Stage.HELD: "over the daily limit, graded later",
    Stage.FAILED: "grading failed",
}


@dataclass(frozen=True)
class Cell:
    """One student's submission to one assignment.

    Attributes
    ----------
    points : str
        What counts now, such as "5 of 7"; empty if nothing has points.
    notes : list of str
        What else there is to say.
    kind : str
        ``missing``, ``open`` (not handed in, and not due), ``attention`` or ``there``.
    link : str
        The submission in the formgrader, empty if there is none.
    """

    points: str
    notes: list[str]
    kind: str
    link: str


@dataclass(frozen=True)
class Column:
    """One assignment, and who has not handed it in."""

    name: str
    due: datetime | None
    is_past: bool
    missing: list[str]


@dataclass(frozen=True)
class Row:
    """One student: a cell for each assignment, and the sum of the points that count.

    The sum is None where nothing has points.
    """

    student: str
    cells: list[Cell]
    total: float | None


@dataclass(frozen=True)
class Grid:
    """The table."""

    columns: list[Column]
    rows: list[Row]


def grid(
    book: ClassBook,
    stages: dict[tuple[str, str], tuple[Stage, float]],
    assignments: list[str],
    now: float,
    formgrader: str,
) -> Grid:
    """Return the table of a class.

    Parameters
    ----------
    book : ClassBook
    stages : dict
        Stage and time of receipt of the newest submission, by student and assignment.
    assignments : list of str
    now : float
    formgrader : str
        Its address, empty if that is not known.
    """
    overview = book.overview
    students = sorted({*overview.students, *(student for student, _ in stages)})
    rows = []
    missing: dict[str, list[str]] = {name: [] for name in assignments}
    for student in students:
        cells = [_cell(book, stages, student, name, now, formgrader) for name in assignments]
        for name, cell in zip(assignments, cells, strict=True):
            if cell.kind in ("missing", "open"):
                missing[name].append(student)
        found = [overview.recorded.get((student, name)) for name in assignments]
        totals = [one.total for one in found if one and one.graded]
        rows.append(Row(student, cells, sum(totals) if totals else None))
    columns = []
    for name in assignments:
        due = overview.due.get(name)
        is_past = due is not None and due.timestamp() < now
        columns.append(Column(name, due, is_past, missing[name]))
    return Grid(columns, rows)


def _cell(
    book: ClassBook,
    stages: dict[tuple[str, str], tuple[Stage, float]],
    student: str,
    assignment: str,
    now: float,
    formgrader: str,
) -> Cell:
    stage, received = stages.get((student, assignment), (None, None))
    recorded = book.overview.recorded.get((student, assignment))
    if stage is None and recorded is None:
        late = book.late(student, assignment, now)
        due = book.overview.due.get(assignment)
        if late:
            return Cell("", ["missing"], "missing", "")
        more = due is not None and due.timestamp() < now
        return Cell("", ["not yet, has more time" if more else "not yet"], "open", "")
    notes = [ON_ITS_WAY[stage]] if stage in ON_ITS_WAY else []
    attention = stage == Stage.FAILED
    points = ""
    if recorded is not None:
        points = f"{recorded.total:g} of {recorded.max_points:g}" if recorded.graded else ""
        if recorded.waiting:
            notes.append(f"{recorded.waiting} to grade by hand")
            attention = True
        if recorded.penalty:
            notes.append(f"{recorded.penalty:g} off for lateness")
        if received is None and recorded.handed_in:
            received = recorded.handed_in.timestamp()
    if received is not None and (late := book.late(student, assignment, received)):
        notes.append(f"late by {duration(late)}")
    link = formgrader_link(formgrader, recorded, student, assignment)
    if not points and not notes:
        notes = ["not in the gradebook yet"]
    return Cell(points, notes, "attention" if attention else "there", link)


def formgrader_link(
    formgrader: str, recorded: Recorded | None, student: str, assignment: str
) -> str:
    """Return the address of a submission in the formgrader, empty if it has none."""
    if not formgrader or recorded is None or not recorded.notebooks:
        return ""
    if len(recorded.notebooks) == 1:
        return f"{formgrader}/formgrader/submissions/{recorded.notebooks[0]}/"
    of = "/".join(quote(name, safe="") for name in (student, assignment))
    return f"{formgrader}/formgrader/manage_students/{of}/"
