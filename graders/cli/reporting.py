"""Writes the report on a class into a file."""

from pathlib import Path

from graders.course import Course
from graders.files import write_whole

REPORTS = "reports"


def write(course: Course, assignment: str, file: Path | None = None) -> Path:
    """Write the report on an assignment, and return where it is.

    Parameters
    ----------
    file : Path, optional
        By default ``reports/ASSIGNMENT.html`` in the course.
    """
    # Here, not above: the library for the charts takes a second to be imported.
    from graders.report.page import page
    from graders.report.results import read_class

    if file is None:
        file = course.root / REPORTS / f"{assignment}.html"
        file.parent.mkdir(exist_ok=True)
    text = page(read_class(course, assignment))
    write_whole(file, text.encode("utf-8", "replace"))
    return file
