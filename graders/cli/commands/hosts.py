"""Elsewhere: one notebook, as in a step of GitHub Actions; Gradescope; Google Colab."""

from pathlib import Path
from typing import Annotated

import typer

from graders import api as checking
from graders.cli.check import Format, print_results
from graders.cli.options import Assignment, Root
from graders.cli.terminal import console, say
from graders.course import Course
from graders.hosts import archive
from graders.hosts import colab as on_colab


def check(
    notebook: Annotated[Path, typer.Argument(help="What somebody has handed in.")],
    assignment: Annotated[str, typer.Option(help="The folder's name below source/.")],
    how: Annotated[Format, typer.Option("--format", help="How they are printed.")] = Format.TEXT,
    as_json: Annotated[bool, typer.Option("--json", help="The same as --format json.")] = False,
    course: Root = Path(),
) -> None:
    """Grade one notebook and print the results; no gradebook is touched.

    `--format github` prints Markdown, for the summary of a step in GitHub Actions.

    For example: `python -m graders check ~/lasso.ipynb --assignment lasso`.
    """
    opened = Course(course)
    source = opened.notebook(assignment)
    settings = opened.execution.settings_of(assignment)
    template = opened.template(assignment)
    graded = checking.grade(source, notebook, settings=settings, template=template)
    print_results(console, graded, assignment, Format.JSON if as_json else how)
    if graded.needs_attention:
        raise typer.Exit(1)


def gradescope(
    assignment: Assignment,
    output: Annotated[
        Path | None, typer.Option(help="The zip file; by default ASSIGNMENT-gradescope.zip.")
    ] = None,
    hidden_tests: Annotated[
        archive.Visibility,
        typer.Option(help="When students see results of tests with a hidden part."),
    ] = archive.Visibility.AFTER_PUBLISHED,
    library: Annotated[
        list[str] | None,
        typer.Option(help="A module that students may import, too; may be given several times."),
    ] = None,
    course: Root = Path(),
) -> None:
    """Make the autograder of an assignment for Gradescope, a zip file with the hidden tests.

    For example: `graders gradescope lasso`, then upload `lasso-gradescope.zip`.
    """
    target = output or Path(f"{assignment}-gradescope.zip")
    for note in archive.make_archive(
        Course(course), assignment, target, hidden_tests, library or ()
    ):
        say(console, note, style="yellow")
    say(console, f"{target} is made: upload it as the assignment's autograder in Gradescope.")
    say(console, "It has the solutions and the hidden tests: do not give it to students.")


def colab(course: Root = Path()) -> None:
    """Write release/README.md: a badge for each notebook, which opens it in Google Colab.

    Where it is published says `c.Course.url`: https://github.com/OWNER/REPOSITORY/tree/main/release.
    """
    page, without = on_colab.write_page(Course(course))
    say(console, f"{page} is written: publish it with the notebooks in that folder.")
    for name in without:
        text = f"{name} does not fetch the files beside it: release it again, then publish it."
        say(console, text, style="yellow")
    if without:
        raise typer.Exit(1)
