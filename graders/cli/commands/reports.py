"""How the class did, and which solutions are alike."""

from pathlib import Path
from typing import Annotated

import typer

from graders.cli import reporting
from graders.cli.commands.grading import print_table
from graders.cli.options import Assignment, Root
from graders.cli.terminal import console, say
from graders.course import Course
from graders.similar.pairs import THRESHOLD
from graders.similar.solutions import similar_solutions


def report(
    assignment: Assignment,
    html: Annotated[
        Path | None, typer.Option(help="The page; by default reports/ASSIGNMENT.html.")
    ] = None,
    pseudonyms: Annotated[bool, typer.Option("--pseudonyms", help="No names, page alone.")] = False,
    course: Root = Path(),
) -> None:
    """Print the points of the class, student by exercise, and write a page on how it did."""
    opened = Course(course)
    opened.check(assignment)
    if not pseudonyms:
        print_table(opened, assignment)
    page = reporting.write(opened, assignment, html, pseudonyms=pseudonyms)
    say(console, f"How the class did: {page}")


def similar(
    assignment: Assignment,
    threshold: Annotated[
        float, typer.Option(min=0.0, max=1.0, help="The lowest score; see the page.")
    ] = THRESHOLD,
    html: Annotated[
        Path | None, typer.Option(help="The page; by default reports/ASSIGNMENT-similar.html.")
    ] = None,
    course: Root = Path(),
) -> None:
    """List solutions that are unusually alike, and write the report with them side by side.

    A score says how much is alike, not why: a person has to look.
    """
    opened = Course(course)
    found = similar_solutions(opened, assignment, threshold)
    console.print(reporting.similar_table(found))
    say(console, f"Side by side: {reporting.write(opened, assignment, html, found)}")
