"""What is done to a course: made, adopted, released, extended, looked at by the doctor."""

import shlex
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer

from graders import adopt as adoption
from graders import forgetting
from graders.cli import extending
from graders.cli.new_course import ASSIGNMENT as FIRST_ASSIGNMENT
from graders.cli.new_course import make_course
from graders.cli.options import Assignment, Root
from graders.cli.terminal import console, say
from graders.course import Course, CourseError
from graders.doctor import examination
from graders.names import shown_name
from graders.service.actions import note_command


def new_course(
    folder: Annotated[Path, typer.Argument(help="A folder that does not exist, or is empty.")],
) -> None:
    """Make a course that grades, with one assignment as an example.

    For example: `graders new-course my-course`.
    """
    make_course(folder)
    say(console, f"{folder} is a course with one assignment, {FIRST_ASSIGNMENT}. Next:")
    say(console, f"    cd {shlex.quote(str(folder))}\n    graders release {FIRST_ASSIGNMENT}")
    say(console, "Its README.md has the other commands.")


def adopt(
    folder: Annotated[Path, typer.Argument(help="The folder of an nbgrader course.")],
    write: Annotated[
        bool, typer.Option("--write", help="Add the engine's lines to nbgrader_config.py.")
    ] = False,
    source: Annotated[str, typer.Option(help="Its folder of assignments.")] = "source",
) -> None:
    """Look at an existing nbgrader course: what can be graded here as it is, and how.

    Nothing in it is changed, unless `--write` is given; then lines are added to its configuration.
    """
    findings = []
    for finding in adoption.look(folder.resolve(), source):
        findings.append(finding)
        say(console, f"{finding.assignment}/{finding.notebook}: {finding.way or 'NOT AT ALL'}")
        for text in finding.reasons:
            say(console, f"  {'not outside: ' if finding.way else ''}{text}", style="dim")
        for text in finding.losses:
            said = "the instructor's version loses points"
            say(console, f"  {said}: {text}", style="yellow")
    counts = Counter(finding.way or "not at all" for finding in findings)
    say(console, ", ".join(f"{count} {way}" for way, count in counts.items()), style="bold")
    lines = adoption.lines_for(findings)
    if write:
        say(console, f"Added to {adoption.write(folder.resolve(), lines)}:{lines}")
    else:
        say(console, f"With --write these lines are added to {folder}/nbgrader_config.py:{lines}")
    if "not at all" in counts:
        raise typer.Exit(1)


def release(
    assignments: Annotated[
        list[str] | None, typer.Argument(help="Folders below source/; by default all of them.")
    ] = None,
    course: Root = Path(),
) -> None:
    """Make the students' versions, as `nbgrader generate_assignment` does.

    Unlike nbgrader's own command, it takes every name of a folder as it is: `123 [abc]` is no
    pattern. One that cannot be released does not stop the others.
    """
    opened = Course(course)
    failed = []
    for assignment in assignments or opened.assignments():
        try:
            opened.release(assignment)
        except CourseError as error:
            failed.append(str(error))
        else:
            note_command(opened.root, "released", "", assignment)
            say(console, f"{assignment} is released.")
    if failed:
        raise CourseError("\n".join(failed))


def extend(
    assignment: Assignment,
    student: Annotated[str, typer.Option(help="Who has more time; nobody: list who has.")] = "",
    days: Annotated[float, typer.Option(min=0.0, help="By so many days.")] = 0.0,
    hours: Annotated[float, typer.Option(min=0.0, help="And so many hours.")] = 0.0,
    course: Root = Path(),
) -> None:
    """Put off the due date of an assignment for one student; with neither days nor hours, no more.

    It counts when the submission is graded: `python -m graders grade` then changes the penalty for
    lateness and the page of one that was graded before.

    For example: `python -m graders extend lasso --student ada --days 2`.
    """
    opened = Course(course)
    opened.check(assignment)
    if student:
        more = timedelta(days=days, hours=hours)
        opened.extend(assignment, student, more)
        note_command(opened.root, "gave more time", student, assignment, str(more))
    console.print(extending.table(opened, assignment))


def forget(
    student: Annotated[str, typer.Argument(help="Who is forgotten, in all assignments.")],
    yes: Annotated[bool, typer.Option("--yes", help="Ask nothing.")] = False,
    course: Root = Path(),
) -> None:
    """Remove a student from gradebook, folders, caches, service and logs. There is no way back.

    Reports and kept results of the whole class go, too: they can be made again.
    """
    opened = Course(course)
    if not yes:
        typer.confirm(f"Remove all that the course has of {shown_name(student)}?", abort=True)
    done = forgetting.forget(opened, student)
    note_command(opened.root, "removed a student for good")
    say(console, f"Removed: {', '.join(map(shown_name, done.removed))}.")
    for path in done.left:
        say(console, f"Still mentions the student, and is yours to remove: {path}", style="yellow")


def doctor(course: Root = Path()) -> None:
    """Try each promise of the sandbox on this machine, and say which level holds."""
    if not examination.examine(Course(course).root).healthy:
        raise typer.Exit(1)
