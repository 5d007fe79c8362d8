"""The results as a tidy table: one row for each graded cell of each student.

nbgrader export --exporter graders.report.export.Tests --to tests.csv
"""

import csv
from pathlib import Path

from nbgrader.api import Gradebook
from nbgrader.plugins import ExportPlugin
from traitlets import Bool

from graders.course import Course, CourseError
from graders.record.export.table import cell_text
from graders.record.pseudonyms import Pseudonyms
from graders.report.pseudonymous import pseudonymous
from graders.report.results import ClassResults, read_class

COLUMNS = (
    "assignment", "student_id", "notebook", "exercise", "test", "state", "result", "points",
    "max_points",
)  # fmt: skip
NOT_HANDED_IN = "not handed in"
NOT_GRADED = "handed in, not graded"


class Tests(ExportPlugin):
    """Writes the table.

    The `state` is that of the grading ("timed out"); the `result` is what came of it for the
    report. Points are empty where a person has to give them. Who handed in nothing, or has nothing
    graded, has one row, without a test.
    """

    pseudonyms = Bool(False, help="Write pseudonyms; the course has the key, in .graders/.").tag(
        config=True
    )

    def export(self, gradebook: Gradebook) -> None:
        """Write the table, by default into ``tests.csv``."""
        course = Course(Path(self.parent.coursedir.root))
        chosen, students = set(map(str, self.assignment)), set(map(str, self.student))
        names = Pseudonyms(course.root)
        with open(self.to or "tests.csv", "w", newline="", encoding="utf-8") as file:
            table = csv.writer(file, lineterminator="\n")
            table.writerow(COLUMNS)
            for assignment in gradebook.assignments:
                if chosen and assignment.name not in chosen:
                    continue
                try:
                    results = read_class(course, assignment.name)
                except CourseError as error:
                    self.log.error("%s", error)
                    continue
                if self.pseudonyms:
                    results = pseudonymous(results, names)
                    students = set(map(names, map(str, self.student)))
                    names.save()
                for row in _rows(results, students):
                    table.writerow(map(cell_text, row))


def _rows(results: ClassResults, students: set[str]) -> list[list[object]]:
    rows: list[list[object]] = []
    for one in results.students:
        for cell in results.cells:
            if (entry := one.entries.get(cell.key)) is not None:
                about = [cell.notebook, cell.exercise, cell.name, entry.state, str(entry.category)]
                rows.append(
                    [results.assignment, one.student, *about, entry.points, entry.max_points]
                )
    for names, state in ((results.ungraded, NOT_GRADED), (results.absent, NOT_HANDED_IN)):
        rows += [[results.assignment, name, "", "", "", state, state, None, None] for name in names]
    return [row for row in rows if not students or row[1] in students]
