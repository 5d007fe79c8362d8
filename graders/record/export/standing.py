"""Where a student stands in an assignment: the points that may leave the course, or why not."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from nbgrader.api import Assignment, Gradebook, Student
from nbgrader.plugins import ExportPlugin

from graders.record.gradebook import Item, class_items


class Standing(StrEnum):
    """Whether the points of a submission are final; only then they are exported."""

    GRADED = "graded"
    WAITS = "waits for a person"
    ATTENTION = "needs attention"
    NOT_GRADED = "handed in, not graded"
    NOT_HANDED_IN = "not handed in"


@dataclass(frozen=True)
class StudentGrade:
    """What one student has in an assignment.

    The points `given` so far are None if none are; `waiting` are those of the highest number that a
    person has yet to give, or should look at again.
    """

    assignment: Assignment
    student: Student
    standing: Standing
    given: float | None = None
    waiting: float = 0.0
    penalty: float = 0.0
    timestamp: Any = None

    @property
    def score(self) -> float | None:
        """The final points, less the penalty; None if they are not final."""
        if self.standing != Standing.GRADED or self.given is None:
            return None
        return max(0.0, self.given - self.penalty)


def grades(plugin: ExportPlugin, gradebook: Gradebook) -> Iterator[StudentGrade]:
    """Return the grades that a plugin is to export, by assignment and student."""
    students, assignments = set(map(str, plugin.student)), set(map(str, plugin.assignment))
    for assignment in gradebook.assignments:
        if assignments and assignment.name not in assignments:
            continue
        found: dict[str, list[tuple[Item, bool]]] = {}
        for one in class_items(gradebook, assignment.name):
            found.setdefault(one.student, []).append((one.item, one.written))
        submissions = {
            one.student_id: one for one in gradebook.assignment_submissions(assignment.name)
        }
        for student in gradebook.students:
            if not students or student.id in students:
                yield _grade(
                    assignment,
                    student,
                    found.get(student.id, []),
                    submissions.get(student.id),
                    _is_handed_in(plugin, assignment.name, student.id),
                )


def _grade(
    assignment: Assignment,
    student: Student,
    items: list[tuple[Item, bool]],
    submission: Any,
    is_handed_in: bool,
) -> StudentGrade:
    if submission is None or not items:
        standing = Standing.NOT_GRADED if is_handed_in else Standing.NOT_HANDED_IN
        return StudentGrade(assignment, student, standing)
    given = [item.score for item, _ in items if item.graded]
    waiting = sum(item.max_score for item, _ in items if item.waits or not item.graded)
    if any(not item.graded and not written for item, written in items):
        standing = Standing.ATTENTION
    elif any(item.waits or not item.graded for item, _ in items):
        standing = Standing.WAITS
    else:
        standing = Standing.GRADED
    return StudentGrade(
        assignment,
        student,
        standing,
        sum(given) if given else None,
        float(waiting),
        submission.late_submission_penalty or 0.0,
        submission.timestamp,
    )


def _is_handed_in(plugin: ExportPlugin, assignment: str, student: str) -> bool:
    course = getattr(plugin.parent, "coursedir", None)
    if course is None:
        return False
    return Path(course.format_path(course.submitted_directory, student, assignment)).is_dir()
