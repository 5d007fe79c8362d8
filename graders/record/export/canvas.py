"""Grades into a gradebook of Canvas.

Canvas' *Export Entire Gradebook* has the columns Student, ID, SIS User ID, SIS Login ID and
Section, one for each assignment, called *Name (number)*, and others that it reckons. A row *Points
Possible* comes before the students. Its import takes the same columns back; a column that it does
not know becomes a new assignment, so there is none for the state.
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

_WHO = ("Student", "ID", "SIS User ID", "SIS Login ID", "Integration ID", "Root Account", "Section")
_ABSENT = (
    "Canvas' own file is needed: in Canvas' gradebook choose Export, Export Entire Gradebook, and "
    "name the file by --Canvas.gradebook=FILE"
)


class Canvas(ExportPlugin):
    """Fills final points into the empty cells of a gradebook that Canvas has exported.

    A student is found by *SIS Login ID* or *SIS User ID*, if that is the student's id here, or by
    Canvas' *ID*, if that is the ``lms_user_id`` here. An assignment is found by its name.
    """

    gradebook = Unicode("", help="The file that Canvas has exported.").tag(config=True)
    scale = Bool(False, help="Scale points where Canvas has another highest number.").tag(
        config=True
    )

    def export(self, gradebook: Gradebook) -> None:
        """Write what Canvas imports, by default into ``canvas.csv``.

        Raises
        ------
        ExportError
            If Canvas' file is missing or is none, or has none of the assignments.
        """
        rows = read_table(self.gradebook, _ABSENT)
        head = rows[0]
        if "ID" not in head or not {"SIS Login ID", "SIS User ID"} & set(head):
            raise ExportError(f"{self.gradebook} is not a gradebook of Canvas. {_ABSENT}")
        by_assignment: dict[str, list[StudentGrade]] = {}
        for one in grades(self, gradebook):
            by_assignment.setdefault(one.assignment.name, []).append(one)
        places = {name: place for name in by_assignment if (place := _place(head, name)) >= 0}
        if not places:
            names = ", ".join(by_assignment) or "none"
            raise ExportError(f"{self.gradebook} has no column of an assignment here: {names}")
        done = Filling()
        first = next((n for n, row in enumerate(rows) if _is_maxima(row)), 0)
        maxima = rows[first] if first else [""] * len(head)
        for name, place in places.items():
            self._fill(rows[first + 1 :], head, place, maxima[place], by_assignment[name], done)
        kept = [place for place, title in enumerate(head) if title in _WHO]
        kept += sorted(places.values())
        written = [[row[place] for place in kept] for row in rows]
        beside = write_tables(self.to or "canvas.csv", written, done)
        self.log.info("%d filled in, %d not: see %s", done.filled, len(done.left_out), beside)

    def _fill(
        self,
        rows: list[list[str]],
        head: list[str],
        place: int,
        maximum: str,
        found: list[StudentGrade],
        done: Filling,
    ) -> None:
        by_id = unique(found, lambda one: one.student.id)
        keys = {
            head.index(title): known
            for title, known in (
                ("SIS Login ID", by_id),
                ("SIS User ID", by_id),
                ("ID", unique(found, lambda one: one.student.lms_user_id)),
            )
            if title in head
        }
        seen = set()
        for row in rows:
            ours = [known.get(row[n].strip().casefold()) for n, known in keys.items()]
            people = {one.student.id: one for one in ours if one is not None}
            if len(people) == 1:
                ((student, one),) = people.items()
                seen.add(student)
                value = points(one, maximum, self.scale) if one.score is not None else ""
                fill(row, place, one, value, done)
            elif any(row[n].strip() for n in keys):
                reason = "two students here have its ids" if people else "unknown here"
                done.leave_out(row[head.index("ID")], found[0].assignment.name, reason)
        for one in found:
            if one.student.id not in seen:
                done.leave_out(one.student.id, one.assignment.name, "not in Canvas' file")


def _place(head: list[str], name: str) -> int:
    """Return the column of an assignment, -1 if there is none, or more than one."""
    places = [n for n, title in enumerate(head) if re.sub(r" \(\d+\)$", "", title) == name]
    return places[0] if len(places) == 1 else -1


def _is_maxima(row: list[str]) -> bool:
    return row[0].strip() == "Points Possible"
