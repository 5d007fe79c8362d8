"""The grades as a table that a spreadsheet opens without running anything in it."""

import csv
from typing import Any

from nbgrader.api import Assignment, Gradebook, MissingEntry, Student
from nbgrader.plugins import ExportPlugin

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
)
# With these a spreadsheet takes a text for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Export(ExportPlugin):
    """Takes the place of nbgrader's: ``c.ExportApp.plugin_class``.

    The same table. nbgrader writes texts as they are: a comma in a name moves points into another
    column, and a name such as ``=HYPERLINK(…)`` is a formula in a spreadsheet.
    """

    def export(self, gradebook: Gradebook) -> None:
        """Write the table, by default into ``grades.csv``."""
        students, assignments = set(map(str, self.student)), set(map(str, self.assignment))
        with open(self.to or "grades.csv", "w", newline="", encoding="utf-8") as file:
            table = csv.writer(file, lineterminator="\n")
            table.writerow(COLUMNS)
            for assignment in gradebook.assignments:
                for student in gradebook.students:
                    chosen = not assignments or assignment.name in assignments
                    if chosen and (not students or student.id in students):
                        table.writerow(map(_cell, _row(gradebook, assignment, student)))


def _row(gradebook: Gradebook, assignment: Assignment, student: Student) -> list[Any]:
    try:
        found = gradebook.find_submission(assignment.name, student.id)
    except MissingEntry:
        timestamp, given, penalty = "", 0.0, 0.0
    else:
        timestamp, given = found.timestamp, found.score
        penalty = found.late_submission_penalty or 0.0
    return [
        assignment.name,
        assignment.duedate,
        timestamp,
        student.id,
        student.last_name,
        student.first_name,
        student.email,
        given,
        penalty,
        max(0.0, given - penalty),
        assignment.max_score,
    ]


def _cell(value: Any) -> str:
    """Return a value as text, which is no formula unless it is a number."""
    text = "" if value is None else str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(_FORMULA) else text
