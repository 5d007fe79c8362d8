"""The command line: ``python -m graders``."""

import sys

if not (3, 11) <= sys.version_info[:2] <= (3, 13):
    sys.exit(f"graders needs Python 3.11, 3.12 or 3.13; this is {sys.version.split()[0]}")

import dataclasses
import json
import logging
import shlex
import time
from collections import Counter
from collections.abc import Callable, Generator
from contextlib import closing, contextmanager
from datetime import timedelta
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from graders import adopt as adoption
from graders import api as checking
from graders import forgetting
from graders.authoring.solutions import BankError
from graders.batch import submissions
from graders.batch.dask import DaskWorkers
from graders.batch.outcome import Outcome
from graders.batch.scheduling import Workers, WorkersLost
from graders.cli import authoring, extending, reporting
from graders.cli import demo as demonstration
from graders.cli import progress as display
from graders.cli.check import Format, print_results
from graders.cli.new_course import ASSIGNMENT as FIRST_ASSIGNMENT
from graders.cli.new_course import make_course
from graders.cli.options import Assignment, Root
from graders.cli.report import earlier_table, points_table
from graders.cli.terminal import say
from graders.course import Course, CourseError
from graders.doctor import examination
from graders.execute.sandbox import SandboxFailed, SandboxUnavailable, shared_template
from graders.extras import advice
from graders.files import write_whole
from graders.hosts import archive
from graders.names import printable, shown_name
from graders.notebook.exercises import StructureError
from graders.record.earlier import EARLIER, EarlierSubmissions
from graders.record.extensions import ExtensionsError
from graders.record.gradebook import points_of
from graders.similar.pairs import THRESHOLD
from graders.similar.solutions import similar_solutions

LOG = ".graders/grade.log"
LOG_SIZE = 5 * 2**20

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    help="Releases, grades and reports the assignments of a course. Plain nbgrader underneath.",
)
console = Console(highlight=False)
app.command()(authoring.mutants)
app.command()(authoring.bank)


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
    if not _grade(opened, assignment, student, chosen, force, results):
        raise typer.Exit(1)


@app.command()
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
            say(console, f"{assignment} is released.")
    if failed:
        raise CourseError("\n".join(failed))


@app.command()
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


@app.command()
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
    template = shared_template(
        imports=opened.imports(assignment), allow_unsafe=settings.allow_unsafe
    )
    graded = checking.grade(source, notebook, settings=settings, template=template)
    print_results(console, graded, assignment, Format.JSON if as_json else how)
    if graded.needs_attention:
        raise typer.Exit(1)


@app.command()
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


@app.command()
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
        _table(opened, assignment)
    page = reporting.write(opened, assignment, html, pseudonyms=pseudonyms)
    say(console, f"How the class did: {page}")


@app.command()
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


@app.command()
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


@app.command()
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
    workers = submissions.local_workers(opened, assignment, 1)
    if not _grade(opened, assignment, [student], workers):
        raise typer.Exit(1)


@app.command()
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
        extending.extend(opened, assignment, student, timedelta(days=days, hours=hours))
    console.print(extending.table(opened, assignment))


@app.command()
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
    say(console, f"Removed: {', '.join(map(shown_name, done.removed))}.")
    for path in done.left:
        say(console, f"Still mentions the student, and is yours to remove: {path}", style="yellow")


def _kept(course: Course, assignment: str, student: str) -> EarlierSubmissions:
    """Return a student's submissions, of which there is one."""
    course.check(assignment)
    # Looked for among the names that there are, so that no name is a path.
    found = {path.parent.name for path in (course.root / EARLIER).glob("*/*")}
    kept = EarlierSubmissions(course.root, student, assignment)
    if student not in found or not kept.all():
        raise CourseError(f"no submission of {student!r} to {assignment} was graded and kept")
    return kept


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
    pages = folder / "feedback"
    for assignment in demonstration.prepare(repository, folder):
        opened = Course(folder)
        # Here the first student hands in the instructor's solutions.
        opened.config.CheckExercises.run = False
        console.rule(assignment, align="left")
        with closing(submissions.local_workers(opened, assignment)) as workers:
            workers.start()  # they get ready while nbgrader releases
            say(console, f"Releasing, as by `nbgrader generate_assignment {assignment}`.")
            opened.release(assignment)
            students = demonstration.hand_in(repository, folder, assignment)
            say(console, f"Handed in by {', '.join(sorted(students))}. Grading:")
            if assignment == demonstration.FIRST:
                limit = opened.config.Execute.call_timeout = demonstration.CALL_TIMEOUT
                console.print(f"Here a call has {limit:g} s, as one never ends; usually more.")
            _grade(opened, assignment, students, workers)
        if assignment == demonstration.FIRST:
            page = pages / "carl" / assignment / f"{assignment}.html"
            say(console, f"The first feedback pages are there: {page}")
        reporting.write(opened, assignment)
    console.rule(align="left")
    console.print(f"Done in {time.monotonic() - started:.0f} s. Look at:")
    for page, shows in demonstration.worth_a_look(folder):
        say(console, f"  {page}  {shows}")
    say(
        console,
        f"All feedback pages are in {pages}/. {folder}/ is a course like any other: "
        f"`source .venv/bin/activate; cd {folder}`, then nbgrader's commands, or `jupyter lab` and "
        "its menu Nbgrader.",
    )


@app.command()
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


@app.command()
def doctor(course: Root = Path()) -> None:
    """Try each promise of the sandbox on this machine, and say which level holds."""
    if not examination.examine(Course(course).root).healthy:
        raise typer.Exit(1)


def _grade(
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
    _table(course, assignment)
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


def _table(course: Course, assignment: str) -> None:
    points = points_table(course, assignment)
    console.print(points.table())
    console.print(points.legend())


_REASONS = (
    CourseError,
    BankError,
    ExtensionsError,
    WorkersLost,
    SandboxUnavailable,
    SandboxFailed,
    FileExistsError,
    FileNotFoundError,
    StructureError,
)


def main() -> None:
    """Run the command line; an error that has a reason is one line and exit status 1."""
    logging.getLogger("graders").addHandler(logging.NullHandler())
    try:
        app()
    except _REASONS as error:
        sys.exit(printable(f"graders: {error}"))
    except ModuleNotFoundError as error:
        if not (said := advice(error)):
            raise
        sys.exit(f"graders: {said}")


if __name__ == "__main__":
    main()
