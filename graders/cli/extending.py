"""Lists who has more time for an assignment."""

from rich.table import Table

from graders.cli.terminal import name, titled_table
from graders.course import Course
from graders.names import shown_name
from graders.record import extensions


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
