"""Grades into a grading worksheet of Moodle.

The worksheet (in the assignment: *Grading action*, *Download grading worksheet*) has the columns
Identifier (*Participant 123*), Full name, identity fields such as Email address, ID number and
Username, Status, Grade, Maximum Grade, Grade can be changed, and others. *Upload grading worksheet*
takes it back; columns that it does not know are passed over, and so is a row that did not change.
"""

import re

from nbgrader.api import Gradebook
from nbgrader.plugins import ExportPlugin
from traitlets import Bool, Unicode

from graders.record.export.filling import (
    ExportError,
    Filling,
    fill,
    points,
    read_table,
    unique,
    write_tables,
)
from graders.record.export.standing import StudentGrade, grades

_ABSENT = (
    "Moodle's own file is needed: in the assignment choose Download grading worksheet, and name "
    "the file by --Moodle.worksheet=FILE"
)


class Moodle(ExportPlugin):
    """Fills final points into the empty cells of a grading worksheet that Moodle has made.

    A student is found by *ID number* or *Username*, if that is the student's id here, by *Email
    address*, or by the number in *Identifier*, if that is the ``lms_user_id`` here.
    """

    worksheet = Unicode("", help="The file that Moodle has made.").tag(config=True)
    scale = Bool(False, help="Scale points where Moodle has another highest number.").tag(
        config=True
    )

    def export(self, gradebook: Gradebook) -> None:
        """Write the worksheet filled in, by default into ``moodle.csv``.

        Raises
        ------
        ExportError
            If Moodle's file is missing or is none, or it is not said which assignment it is of.
        """
        rows = read_table(self.worksheet, _ABSENT)
        head = rows[0]
        if not {"Identifier", "Grade"} <= set(head):
            raise ExportError(f"{self.worksheet} is not a grading worksheet of Moodle. {_ABSENT}")
        if len(self.assignment) != 1:
            raise ExportError("A worksheet is of one assignment: name it, --assignment [NAME]")
        found = list(grades(self, gradebook))
        if not found:
            raise ExportError(f"there is no assignment {self.assignment[0]!r} in the gradebook")
        done = Filling()
        self._fill(rows[1:], head, found, done)
        beside = write_tables(self.to or "moodle.csv", rows, done)
        self.log.info("%d filled in, %d not: see %s", done.filled, len(done.left_out), beside)

    def _fill(
        self, rows: list[list[str]], head: list[str], found: list[StudentGrade], done: Filling
    ) -> None:
        by_id = unique(found, lambda one: one.student.id)
        known = {
            "ID number": by_id,
            "Username": by_id,
            "Email address": unique(found, lambda one: one.student.email),
            "Identifier": unique(found, lambda one: one.student.lms_user_id),
        }
        seen = set()
        for row in rows:
            values = dict(zip(head, row, strict=True))
            ours = [by.get(_key(title, values.get(title, ""))) for title, by in known.items()]
            people = {one.student.id: one for one in ours if one is not None}
            if len(people) != 1:
                reason = "two students here have its ids" if people else "unknown here"
                done.leave_out(values["Identifier"], found[0].assignment.name, reason)
                continue
            ((student, one),) = people.items()
            seen.add(student)
            if values.get("Grade can be changed", "Yes").strip().casefold() == "no":
                done.leave_out(student, one.assignment.name, "Moodle says: cannot be changed")
                continue
            value = ""
            if one.score is not None:
                value = points(one, values.get("Maximum Grade", ""), self.scale)
            fill(row, head.index("Grade"), one, value, done)
        for one in found:
            if one.student.id not in seen:
                done.leave_out(one.student.id, one.assignment.name, "not in Moodle's file")


def _key(title: str, value: str) -> str:
    value = value.strip().casefold()
    return re.sub(r"^\D*", "", value) if title == "Identifier" else value
