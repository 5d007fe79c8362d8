"""The command line: ``python -m graders``."""

import sys

if not (3, 11) <= sys.version_info[:2] <= (3, 13):
    sys.exit(f"graders needs Python 3.11, 3.12 or 3.13; this is {sys.version.split()[0]}")

import logging
import subprocess
import time
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
)

from graders import demo as demonstration
from graders import doctor as examination
from graders.course import Course, CourseError, Outcome
from graders.kernels import SandboxFailed, SandboxUnavailable
from graders.report import report as class_report

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    help="Releases, grades and reports the assignments of a course. Plain nbgrader underneath.",
)
console = Console(highlight=False)
Root = Annotated[Path, typer.Option("--course", help="The course folder.")]
Assignment = Annotated[str, typer.Argument(help="The folder's name below source/.")]


@app.command()
def grade(
    assignment: Assignment,
    student: Annotated[
        list[str] | None, typer.Option(help="Only this student; may be given several times.")
    ] = None,
    course: Root = Path(),
) -> None:
    """Grade the submissions of an assignment and write the feedback pages.

    For example: `python -m graders grade lasso`, or `... grade lasso --student ada`.
    """
    if not _grade(Course(course), assignment, student):
        raise typer.Exit(1)


@app.command()
def report(assignment: Assignment, course: Root = Path()) -> None:
    """Print the points of the class, student by exercise."""
    opened = Course(course)
    opened.check(assignment)
    _table(opened, assignment)


@app.command()
def demo(
    folder: Annotated[Path, typer.Argument(help="Where the demonstration course is made.")] = Path(
        "demo"
    ),
    course: Root = Path(),
) -> None:
    """Release the assignments to a small class, let it hand in, and grade it."""
    repository = Course(course).root
    started = time.monotonic()
    assignments = demonstration.prepare(repository, folder)
    opened = Course(folder)
    for assignment in assignments:
        console.rule(assignment, align="left")
        console.print("Releasing: nbgrader generate_assignment", assignment)
        _nbgrader(folder, "generate_assignment", assignment)
        students = demonstration.hand_in(repository, folder, assignment)
        console.print(f"Handed in by {', '.join(students)}. Grading:")
        _grade(opened, assignment, None)
    console.rule(align="left")
    seconds = time.monotonic() - started
    feedback = sorted(folder.glob("feedback/*/*/*.html"))
    console.print(
        f"Done in {seconds:.0f} s. The course is in {folder}/, with its gradebook; feedback pages:"
    )
    for page in feedback:
        console.print(f"  {page}", soft_wrap=True)
    console.print(
        f"It is a course like any other: `source .venv/bin/activate; cd {folder}`, then nbgrader's "
        "commands, or `jupyter lab` and its menu Nbgrader.",
        soft_wrap=True,
    )


@app.command()
def doctor(course: Root = Path()) -> None:
    """Try each promise of the sandbox on this machine, and say which level holds."""
    if not examination.run(Course(course).root).healthy:
        raise typer.Exit(1)


def _grade(course: Course, assignment: str, students: list[str] | None) -> bool:
    """Grade with a progress display, then print notes and the table; return whether all is well."""
    course.check(assignment)
    todo = course.students(assignment) if students is None else students
    if not todo:
        raise CourseError(f"nobody has handed in {assignment}: submitted/*/{assignment} is empty")
    outcomes: list[Outcome] = []
    # On a terminal the bar moves; elsewhere each submission is a line.
    live = console.is_terminal
    columns = [SpinnerColumn(), TextColumn("{task.description}"), BarColumn(20)]
    columns += [MofNCompleteColumn(), TimeElapsedColumn()]
    with Progress(*columns, console=console, disable=not live, transient=True) as progress:
        task = progress.add_task("starting", total=len(todo))
        started = time.monotonic()
        for outcome in course.grade(
            assignment, todo, lambda student: progress.update(task, description=student)
        ):
            outcomes.append(outcome)
            progress.advance(task)
            seconds, started = time.monotonic() - started, time.monotonic()
            console.print(f"  {outcome.student}: {_summary(outcome)} ({seconds:.1f} s)")
    console.print()
    _table(course, assignment)
    _notes(outcomes)
    return not any(outcome.needs_attention for outcome in outcomes)


def _summary(outcome: Outcome) -> str:
    if outcome.error:
        return "not graded"
    counts: dict[str, int] = {}
    for state in outcome.states.values():
        counts[state] = counts.get(state, 0) + 1
    return ", ".join(f"{count} {state}" for state, count in counts.items())


def _notes(outcomes: list[Outcome]) -> None:
    """Print what an instructor should know of single submissions."""
    for outcome in outcomes:
        for note in outcome.notes:
            console.print(f"[yellow]{outcome.student}[/]: {note}", soft_wrap=True)
        if outcome.error:
            console.print(f"[red]{outcome.student}[/]: {outcome.error}", soft_wrap=True)


def _table(course: Course, assignment: str) -> None:
    points = class_report(course, assignment)
    console.print(points.table())
    console.print(points.legend(), style="dim")


def _nbgrader(folder: Path, *arguments: str) -> None:
    """Run an nbgrader command in a course folder, as an instructor would."""
    command = [sys.executable, "-m", "nbgrader", *arguments, "--log-level=WARN"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    if done.returncode:
        raise CourseError(f"nbgrader {' '.join(arguments)} failed:\n{done.stderr.strip()}")


def main() -> None:
    """Run the command line; an error that has a reason is one line and exit status 1."""
    logging.getLogger("graders").addHandler(logging.NullHandler())
    try:
        app()
    except (CourseError, SandboxUnavailable, SandboxFailed, FileExistsError) as error:
        sys.exit(f"graders: {error}")


if __name__ == "__main__":
    main()
