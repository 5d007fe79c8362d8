"""Granting more time for an assignment, and listing who has it."""

from datetime import timedelta

from nbgrader.api import Student
from rich.table import Table

from graders.cli.terminal import name, titled_table
from graders.course import Course, CourseError
from graders.names import shown_name
from graders.record import extensions


def extend(course: Course, assignment: str, student: str, extension: timedelta) -> None:
    """Put off a student's due date by that much from the assignment's; by nothing, no more.

    Raises
    ------
    CourseError
        If nobody of that name is known, the assignment has no due date, or ``extensions.csv``
        cannot be understood.
    """
    granted = course.extensions()
    with course.gradebook() as gradebook:
        due = gradebook.find_assignment(assignment).duedate
        known = {one for (one,) in gradebook.db.query(Student.id)}
    if student not in known.union(course.students(assignment)):
        raise CourseError(
            f"nobody is called {student!r}, neither in the gradebook (`nbgrader db student add`) "
            "nor in submitted/"
        )
    if extension and due is None:
        raise CourseError(
            f"{assignment} has no due date that could be put off: set one in the formgrader, or by "
            f'`nbgrader db assignment add {assignment} --duedate="2027-01-31 12:00"`'
        )
    granted.pop((student, assignment), None)
    if extension:
        granted[student, assignment] = extension
    extensions.write(course.root, granted)


def table(course: Course, assignment: str) -> Table:
    """Return who has more time, how much, and until when, in UTC."""
    with course.gradebook() as gradebook:
        due = gradebook.find_assignment(assignment).duedate
    table = titled_table(f"{shown_name(assignment)}: extensions")
    for heading in ("student", "days", "until (UTC)"):
        table.add_column(heading, no_wrap=True)
    for (student, other), extension in sorted(course.extensions().items()):
        if other == assignment:
            days = extension / extensions.DAY
            until = "no due date" if due is None else f"{due + extension:%Y-%m-%d %H:%M}"
            table.add_row(name(student), f"{days:.3g}", until)
    return table
