"""The grades as a table that a spreadsheet opens without running anything in it."""

import csv
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook
from nbgrader.plugins import ExportPlugin
from traitlets import Bool

from graders.record.export.standing import StudentGrade, grades
from graders.record.pseudonyms import Pseudonyms

COLUMNS = (
    "assignment",
    "duedate",
    "timestamp",
    "student_id",
    "last_name",
    "first_name",
    "email",
    "raw_score",
    "late_submission_penalty",
    "score",
    "max_score",
    "state",
    "waiting",
)
# With these a spreadsheet takes a text for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Export(ExportPlugin):
    """Takes the place of nbgrader's: ``c.ExportApp.plugin_class``.

    The same table, with two columns more: the state, and the points that wait for a person. A score
    is there when all of it is given; nbgrader has 0 for what nobody has graded or handed in. And
    nbgrader writes texts as they are: a comma in a name moves points into another column, and a
    name such as ``=HYPERLINK(…)`` is a formula in a spreadsheet.
    """

    pseudonyms = Bool(
        False, help="Write pseudonyms, and no names; the course has the key, in .graders/."
    ).tag(config=True)

    def export(self, gradebook: Gradebook) -> None:
        """Write the table, by default into ``grades.csv``."""
        rows = [_row(one) for one in grades(self, gradebook)]
        if self.pseudonyms:
            names = Pseudonyms(Path(self.parent.coursedir.root))
            rows = sorted(
                ([*row[:3], names(row[3]), None, None, None, *row[7:]] for row in rows),
                key=lambda row: (row[0], row[3]),
            )
            names.save()
        with open(self.to or "grades.csv", "w", newline="", encoding="utf-8") as file:
            table = csv.writer(file, lineterminator="\n")
            table.writerow(COLUMNS)
            for row in rows:
                table.writerow(map(cell_text, row))


def _row(one: StudentGrade) -> list[Any]:
    handed_in = one.given is not None
    return [
        one.assignment.name,
        one.assignment.duedate,
        one.timestamp,
        one.student.id,
        one.student.last_name,
        one.student.first_name,
        one.student.email,
        one.given,
        one.penalty if handed_in else None,
        one.score,
        one.assignment.max_score,
        str(one.standing),
        one.waiting,
    ]


def cell_text(value: Any) -> str:
    """Return a value as text, which is no formula unless it is a number."""
    text = "" if value is None else str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(_FORMULA) else text
