"""The command line: ``python -m graders``."""

import sys

import graders.startup  # noqa: F401 - before everything else

if not (3, 11) <= sys.version_info[:2] <= (3, 13):
    sys.exit(f"graders needs Python 3.11, 3.12 or 3.13; this is {sys.version.split()[0]}")

import dataclasses
import gc
import json
import logging
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from graders import check as checking
from graders import demo as demonstration
from graders import display
from graders import doctor as examination
from graders.batch import Outcome
from graders.cluster import DaskWorkers
from graders.course import Course, CourseError
from graders.kernels import SandboxFailed, SandboxUnavailable
from graders.report import report as class_report
from graders.results import write_whole
from graders.workers import WorkersLost

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
    workers: Annotated[
        int | None, typer.Option(min=1, help="Processes; by default one for each processor.")
    ] = None,
    scheduler: Annotated[
        str | None, typer.Option(help="A Dask scheduler, such as tcp://10.0.0.1:8786.")
    ] = None,
    force: Annotated[bool, typer.Option(help="Grade what has not changed, too.")] = False,
    dry_run: Annotated[bool, typer.Option(help="Say what would be done, and do nothing.")] = False,
    results: Annotated[
        Path | None, typer.Option("--json", help="Write the results into this file, too.")
    ] = None,
    course: Root = Path(),
) -> None:
    """Grade the submissions of an assignment and write the feedback pages.

    What was graded before and has not changed is left as it is; a run that was interrupted goes on
    where it was.

    Examples:

    * `python -m graders grade lasso`

    * `python -m graders grade lasso --student ada --student carl --force`

    * `python -m graders grade lasso --scheduler tcp://10.0.0.1:8786`
    """
    opened = Course(course)
    if workers and scheduler:
        raise CourseError("--workers is for this machine, --scheduler for a Dask cluster: not both")
    if dry_run:
        display.plans(console, list(opened.grade(assignment, student, dry_run=True)))
        return
    if not _grade(opened, assignment, student, workers, scheduler, force, results):
        raise typer.Exit(1)


@app.command()
def check(
    notebook: Annotated[Path, typer.Argument(help="What somebody has handed in.")],
    assignment: Annotated[str, typer.Option(help="The folder's name below source/.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print the results as JSON.")] = False,
    course: Root = Path(),
) -> None:
    """Grade one notebook and print the results; no gradebook is touched.

    For example: `python -m graders check ~/lasso.ipynb --assignment lasso`.
    """
    opened = Course(course)
    source = opened.notebook(assignment)
    execution = opened.execution
    graded = checking.grade(
        source,
        notebook,
        data=execution.folders(),
        times=execution.times,
        limits=execution.limits,
    )
    if as_json:
        found = {name: dataclasses.asdict(result) for name, result in graded.results.items()}
        whole = {"points": graded.points, "max_points": graded.max_points, "results": found}
        print(json.dumps(whole | {"notes": graded.notes, "level": graded.level}, indent=1))
    else:
        for note in graded.notes:
            console.print(note, style="yellow", soft_wrap=True, markup=False)
        for name, result in graded.results.items():
            points = "·" if result.points is None else f"{result.points:g}"
            console.print(f"{points:>5} of {result.max_points:<4g} {name}: {result.state}")
            if result.message and result.state != "passed":
                console.print("    " + result.message.replace("\n", "\n    "), markup=False)
        console.print(f"{graded.points:>5g} of {graded.max_points:g}", style="bold")
    if graded.needs_attention:
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


def _grade(
    course: Course,
    assignment: str,
    students: list[str] | None = None,
    size: int | None = None,
    scheduler: str | None = None,
    force: bool = False,
    results: Path | None = None,
) -> bool:
    """Grade with a progress display, then print notes and the table; return whether all is well."""
    course.check(assignment)
    todo = course.students(assignment) if students is None else list(dict.fromkeys(students))
    if not todo:
        raise CourseError(f"nobody has handed in {assignment}: submitted/*/{assignment} is empty")
    for name, folder in course.absent_data(assignment).items():
        console.print(
            f"{name}: there is no folder {folder}. Tests use stand-ins for the data in it; "
            "`make data` fetches it.",
            style="yellow",
            soft_wrap=True,
            markup=False,
        )
    workers = DaskWorkers(scheduler) if scheduler else course.local_workers(assignment, size)
    started = time.monotonic()

    def coming(begun: Callable[[str], None]) -> Iterator[Outcome]:
        return course.grade(assignment, todo, begun, workers=workers, force=force)

    try:
        outcomes = display.follow(console, coming, len(todo))
    except KeyboardInterrupt:
        sys.exit("graders: interrupted; what is graded is kept, run it again to go on")
    console.print()
    _table(course, assignment)
    display.summarize(console, outcomes, time.monotonic() - started)
    if results:
        found = [dataclasses.asdict(outcome) for outcome in outcomes]
        write_whole(results, json.dumps(found, indent=1).encode())
    return not any(outcome.needs_attention for outcome in outcomes)


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


_REASONS = (
    CourseError,
    WorkersLost,
    SandboxUnavailable,
    SandboxFailed,
    FileExistsError,
    FileNotFoundError,
)


def main() -> None:
    """Run the command line; an error that has a reason is one line and exit status 1."""
    gc.freeze()
    gc.enable()  # see graders.startup
    logging.getLogger("graders").addHandler(logging.NullHandler())
    try:
        app()
    except _REASONS as error:
        sys.exit(f"graders: {error}")


if __name__ == "__main__":
    main()
