"""The whole course at work, with a small class."""

import time
from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer

from graders.batch import submissions
from graders.cli import demo as demonstration
from graders.cli import reporting
from graders.cli.commands.grading import grade_class
from graders.cli.options import Root
from graders.cli.terminal import console, say
from graders.course import Course


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
            grade_class(opened, assignment, students, workers)
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
