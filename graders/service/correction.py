"""What a correction of an assignment's tests touches, and whose points it changed."""

from collections import Counter
from dataclasses import dataclass

from nbgrader.api import MissingEntry

from graders.course import Course
from graders.names import fault_of_student
from graders.record.gradings import AGAIN, FILES, Grading, Gradings, current_version, different
from graders.service.queue import IS_NEWEST, QueuedSubmission, Stage

# Of a student's submissions to an assignment the newest; see `Queue.find`.
NEWEST = f"assignment = :assignment AND stage != 'refused' AND {IS_NEWEST}"
# How many changes of points are listed.
LATEST = 500


@dataclass(frozen=True)
class Touched:
    """A student who was graded by older tests or files.

    Attributes
    ----------
    student : str
    number : int
        Of the submission in the queue.
    corrected : list of str or None
        The exercises whose tests were corrected since; None if nobody knows by which they were
        graded.
    """

    student: str
    number: int
    corrected: list[str] | None


@dataclass(frozen=True)
class Correction:
    """How the class stands to the tests that grade now.

    Attributes
    ----------
    touched : list of Touched
        Those whose submissions can be graded again from the queue.
    elsewhere : list of str
        Those who were graded by older tests, and did not hand in by the exchange.
    moving : list of str
        Those whose submissions wait or are being graded.
    numbers : list of int
        Of all submissions that can be graded again, touched or not.
    changes : list of (str, Grading)
        By student the gradings that changed points, the newest first.
    again : int
        How many students were graded again by the tests of now.
    unreleased : list of str
        Tests that were changed and not released since.
    """

    touched: list[Touched]
    elsewhere: list[str]
    moving: list[str]
    numbers: list[int]
    changes: list[tuple[str, Grading]]
    again: int
    unreleased: list[str]

    @property
    def by_exercise(self) -> dict[str, int]:
        """How many are touched by each exercise whose tests were corrected."""
        found = Counter(name for one in self.touched for name in one.corrected or [])
        return {name or "a file of the assignment": count for name, count in found.items()}

    @property
    def unknown(self) -> int:
        """Of how many nobody knows by which tests they were graded."""
        return sum(one.corrected is None for one in self.touched)


def correction(
    course: Course, assignment: str, rows: list[QueuedSubmission], recorded: set[str]
) -> Correction:
    """Return what a correction touches.

    Parameters
    ----------
    rows : list of QueuedSubmission
        The newest ones to the assignment.
    recorded : set of str
        Who has a submission in the gradebook.

    Raises
    ------
    CourseError
        If the gradebook does not know the assignment.
    """
    course.check(assignment)
    with course.gradebook() as gradebook:
        release = course.folder("release", ".", assignment)
        try:
            now = current_version(gradebook, assignment, release)
        except MissingEntry:  # another notebook was released than the gradebook knows
            now = {FILES: ""}
    by_student = {row.student: row for row in rows}
    students = sorted({*by_student, *recorded})
    touched, elsewhere, changes, again = [], [], [], 0
    for student in (name for name in students if not fault_of_student(name)):
        row = by_student.get(student)
        history = Gradings(course.root, student, assignment).all()
        changes += [(student, one) for one in history if one.why == AGAIN and one.has_changed]
        last = history[-1] if history else None
        if last is not None and last.version == now:
            again += any(one.why == AGAIN and one.version == now for one in history)
        elif row is None:
            elsewhere.append(student)
        elif row.stage in (Stage.GRADED, Stage.FAILED) and row.gradings:
            corrected = different(last.version, now) if last and last.version else None
            touched.append(Touched(student, row.id, corrected))
    changes.sort(key=lambda one: one[1].at, reverse=True)
    return Correction(
        touched,
        elsewhere,
        [row.student for row in rows if row.stage in (Stage.WAITING, Stage.GRADING)],
        [row.id for row in rows if row.stage in (Stage.GRADED, Stage.FAILED)],
        changes[:LATEST],
        again,
        course.outdated(assignment),
    )
