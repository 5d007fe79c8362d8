"""Grading a class, and what a student handed in before."""

import dataclasses
import json
import logging
import sys
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Annotated

import typer

from graders.batch import submissions
from graders.batch.dask import DaskWorkers
from graders.batch.outcome import Outcome
from graders.batch.scheduling import Workers
from graders.cli import progress as display
from graders.cli.options import Assignment, Root
from graders.cli.report import earlier_table, points_table
from graders.cli.terminal import console, say
from graders.course import Course, CourseError
from graders.files import write_whole
from graders.names import shown_name
from graders.record.earlier import EARLIER, EarlierSubmissions
from graders.record.gradebook import points_of
from graders.service.actions import note_command

LOG = ".graders/grade.log"
LOG_SIZE = 5 * 2**20


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

    What was graded before and has not changed is left as it is; an interrupted run continues
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
        display.plans(console, list(submissions.grade(opened, assignment, student, dry_run=True)))
        return
    chosen: Workers
    if scheduler:
        chosen = DaskWorkers(scheduler)
    else:
        chosen = submissions.local_workers(opened, assignment, workers)
    one = student[0] if student and len(student) == 1 else ""
    said = [] if one else [f"{len(student)} students" if student else "everybody"]
    said += ["whether changed or not"] if force else []
    note_command(opened.root, "graded", one, assignment, ", ".join(said))
    if not grade_class(opened, assignment, student, chosen, force, results):
        raise typer.Exit(1)


def earlier(
    assignment: Assignment,
    student: Annotated[str, typer.Option(help="Whose submissions.")],
    course: Root = Path(),
) -> None:
    """List what a student has handed in to an assignment, with the points.

    For example: `python -m graders earlier lasso --student ada`.
    """
    opened = Course(course)
    kept = _kept(opened, assignment, student)
    with opened.gradebook() as gradebook:
        kept.note(points_of(gradebook, assignment, student))
    console.print(earlier_table(student, assignment, kept.all()))


def restore(
    assignment: Assignment,
    time: Annotated[str, typer.Argument(help="The time of a submission, as `earlier` lists it.")],
    student: Annotated[str, typer.Option(help="Whose submission.")],
    course: Root = Path(),
) -> None:
    """Make an earlier submission of a student the one that counts, and grade it.

    The present one is kept, too. What a person gave comes back where the answers are the same.

    For example: `python -m graders restore lasso 2026-11-28_09-30-00 --student ada`.
    """
    opened = Course(course)
    kept = _kept(opened, assignment, student)
    try:
        kept.restore(time, opened.folder("submitted", student, assignment))
    except KeyError:
        said = f"{student!r} handed in nothing at {time!r}"
        raise CourseError(f"{said}: see `python -m graders earlier {assignment}`") from None
    note_command(opened.root, "made an earlier one count", student, assignment, time)
    workers = submissions.local_workers(opened, assignment, 1)
    if not grade_class(opened, assignment, [student], workers):
        raise typer.Exit(1)


def _kept(course: Course, assignment: str, student: str) -> EarlierSubmissions:
    """Return a student's submissions, of which there is one."""
    course.check(assignment)
    # Looked for among the names that there are, so that no name is a path.
    found = {path.parent.name for path in (course.root / EARLIER).glob("*/*")}
    kept = EarlierSubmissions(course.root, student, assignment)
    if student not in found or not kept.all():
        raise CourseError(f"no submission of {student!r} to {assignment} was graded and kept")
    return kept


def grade_class(
    course: Course,
    assignment: str,
    students: list[str] | None,
    workers: Workers,
    force: bool = False,
    results: Path | None = None,
) -> bool:
    """Grade with a progress display, then print notes and the table; return whether all is well."""
    course.check(assignment)
    todo = course.students(assignment) if students is None else list(dict.fromkeys(students))
    if not todo:
        raise CourseError(f"nobody has handed in {assignment}: submitted/*/{assignment} is empty")
    if changed := course.outdated(assignment):
        said = f"{', '.join(changed)}: changed in source/{assignment}, and not released since. "
        said += f"Run `python -m graders release {assignment}`, and grade again."
        say(console, said, style="yellow")
    for name, folder in course.absent_data(assignment).items():
        said = f"{name}: there is no folder {folder}. Tests use what the notebook has in the "
        said += "place of its data. c.Execute.data in nbgrader_config.py names the folder."
        say(console, said, style="yellow")
    started = time.monotonic()

    def coming(begun: Callable[[str], None]) -> Generator[Outcome, None, None]:
        return submissions.grade(course, assignment, todo, begun, workers=workers, force=force)

    try:
        with _logged(course.root / LOG) as failed:
            outcomes = display.follow(console, coming, len(todo))
    except KeyboardInterrupt:
        sys.exit("graders: interrupted; what is graded is kept, run it again to go on")
    console.print()
    print_table(course, assignment)
    display.summarize(console, outcomes, time.monotonic() - started)
    if inside := course.inside(assignment):
        names = ", ".join(map(shown_name, inside))
        said = f"The tests of {names} ran in the students' own processes, where they can be forged."
        say(console, said, style="dim")
    if failed():
        console.print(f"Where the grader failed, and how: {LOG}", soft_wrap=True, markup=False)
    if students is None and (absent := course.absent(assignment)):
        names = ", ".join(map(shown_name, absent))
        say(console, f"Handed in nothing for {assignment}: {names}.")
    if results:
        found = [dataclasses.asdict(outcome) for outcome in outcomes]
        write_whole(results, json.dumps(found, indent=1).encode())
    return not any(outcome.needs_attention for outcome in outcomes)


@contextmanager
def _logged(path: Path) -> Generator[Callable[[], bool], None, None]:
    """Write what the grader fails at into a file, tracebacks included; yield whether it did."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handler = RotatingFileHandler(
        path, maxBytes=LOG_SIZE, backupCount=1, encoding="utf-8", delay=True,
        errors="backslashreplace",
    )  # fmt: skip
    handler.setLevel(logging.ERROR)
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
    began = path.stat().st_mtime_ns if path.exists() else 0
    engine = logging.getLogger("graders")
    engine.addHandler(handler)
    try:
        yield lambda: path.exists() and path.stat().st_mtime_ns > began
    finally:
        engine.removeHandler(handler)
        handler.close()


def print_table(course: Course, assignment: str) -> None:
    """Print the points of the class."""
    points = points_table(course, assignment)
    console.print(points.table())
    console.print(points.legend())
