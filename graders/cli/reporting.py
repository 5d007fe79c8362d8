"""Writes the report on a class into a file, and lists similar solutions on the terminal."""

from pathlib import Path

from rich.table import Table

from graders.cli.terminal import name, titled_table
from graders.course import REPORTS, Course
from graders.files import write_whole
from graders.names import shown_name
from graders.record.pseudonyms import Pseudonyms
from graders.similar.solutions import Similarity


def write(
    course: Course,
    assignment: str,
    file: Path | None = None,
    similar: Similarity | None = None,
    pseudonyms: bool = False,
) -> Path:
    """Write the report on an assignment, and return where it is.

    Parameters
    ----------
    file : Path, optional
        By default ``reports/ASSIGNMENT.html`` in the course, or ``reports/ASSIGNMENT-similar.html``
        with similar solutions: not everybody who may see the one may see the other.
    similar : Similarity, optional
        Is shown in it.
    pseudonyms : bool
        Whether students have pseudonyms in it, of which the course has the key.
    """
    # Here, not above: the library for the charts takes a second to be imported.
    from graders.report.page import page
    from graders.report.pseudonymous import pseudonymous
    from graders.report.results import read_class

    if file is None:
        ending = "" if similar is None else "-similar"
        file = course.root / REPORTS / f"{assignment}{ending}.html"
        file.parent.mkdir(exist_ok=True)
    results = read_class(course, assignment)
    if pseudonyms:
        names = Pseudonyms(course.root)
        results = pseudonymous(results, names)
        names.save()
    text = page(results, similar=similar)
    write_whole(file, text.encode("utf-8", "replace"))
    return file


def similar_table(similar: Similarity) -> Table:
    """Return the pairs as a table."""
    table = titled_table(f"{shown_name(similar.assignment)}: similar solutions")
    for heading in ("one", "the other", "exercise", "score"):
        table.add_column(heading, no_wrap=True)
    for one in similar.found:
        people = map(name, one.students)
        table.add_row(*people, name(one.exercise), f"{one.score:.2f}")
    return table
