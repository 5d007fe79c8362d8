"""The commands for those who write exercises: are the tests fair, and do they notice mistakes?"""

from pathlib import Path
from typing import Annotated

import typer

from graders.authoring import bank as banks
from graders.authoring import mutants as mutation
from graders.authoring.solutions import BankError, candidates
from graders.authoring.trial import Trial
from graders.cli.options import Assignment, Root
from graders.cli.terminal import console, say, titled_table
from graders.course import Course
from graders.notebook.exercises import read_notebook

BANK = "solutions"
Bank = Annotated[
    Path | None,
    typer.Option(help=f"The folder with ASSIGNMENT/EXERCISE/; by default {BANK} in the course."),
]


def mutants(
    assignment: Assignment,
    exercise: Annotated[str | None, typer.Option(help="Only this exercise.")] = None,
    sample: Annotated[
        int | None, typer.Option(min=1, help="Only so many, always the same ones.")
    ] = None,
    bank: Bank = None,
    course: Root = Path(),
) -> None:
    """Grade small changes of your own solutions: good tests let none of them pass.

    A mutant that is just as right is explained in BANK/ASSIGNMENT/equivalent_mutants.toml, by its
    name and the reason.

    For example: `graders mutants lasso --exercise ridge`.
    """
    opened = Course(course)
    report = mutation.grade_mutants(
        _trial(opened, assignment),
        mutation.explanations(_folder(opened, assignment, bank)),
        exercise=exercise,
        sample=sample,
        progress=lambda line: say(console, line),
    )
    table = titled_table(f"{assignment}: mutants by exercise")
    table.add_column("exercise")
    for title in ("mutants", "killed", "survive", "explained", "not judged"):
        table.add_column(title, justify="right")
    for name in dict.fromkeys(outcome.exercise for outcome in report.outcomes):
        mine = [outcome for outcome in report.outcomes if outcome.exercise == name]
        alive = [outcome.id for outcome in mine if outcome.survives]
        numbers = (
            len(mine),
            sum(bool(outcome.killed_by) for outcome in mine),
            len(alive),
            sum(name in report.explained for name in alive),
            sum(bool(outcome.unjudged) for outcome in mine),
        )
        table.add_row(name, *map(str, numbers))
    console.print(table)
    _list("Survive and are not explained: add a test, or the reason", report.unexplained)
    _list("Explained, but killed or no longer made", report.stale)
    _list("Could not be judged", report.unjudged)
    if not report.good:
        raise typer.Exit(1)


def bank(
    assignment: Assignment,
    exercise: Annotated[str | None, typer.Option(help="Only this exercise.")] = None,
    bank: Bank = None,
    course: Root = Path(),
) -> None:
    """Grade a bank of right and wrong solutions: are the tests fair, and do they see mistakes?

    BANK/ASSIGNMENT/EXERCISE/right_NAME.py and wrong_NAME.py are the sources of solution cells. A
    line `# loses: test_a, test_b` in a wrong one names the test cells that it must lose; without
    that it must lose some.

    For example: `graders bank lasso`.
    """
    opened = Course(course)
    trial = _trial(opened, assignment)
    folder = _folder(opened, assignment, bank)
    found = candidates(trial.notebook, folder)
    chosen = [candidate for candidate in found if exercise in (None, candidate.exercise)]
    if not chosen:
        where = folder / (exercise or "EXERCISE")
        raise BankError(f"there is no solution: {where} has no right_NAME.py and no wrong_NAME.py")
    verdicts = banks.grade_bank(
        trial, chosen, lambda done: say(console, f"{done} of {len(chosen)} graded", style="dim")
    )
    table = titled_table(f"{assignment}: solutions by exercise")
    table.add_column("exercise")
    for title in ("right", "refused", "wrong", "accepted", "other cells lost", "not judged"):
        table.add_column(title, justify="right")
    for name in dict.fromkeys(verdict.candidate.exercise for verdict in verdicts):
        mine = [verdict for verdict in verdicts if verdict.candidate.exercise == name]
        right = sum(verdict.candidate.right for verdict in mine)
        refused = sum(verdict.wrongly_refused for verdict in mine)
        accepted = sum(verdict.wrongly_accepted for verdict in mine)
        unjudged = sum(bool(verdict.unjudged) for verdict in mine)
        other = sum(not verdict.expected for verdict in mine) - refused - accepted - unjudged
        numbers = (right, refused, len(mine) - right, accepted, other, unjudged)
        table.add_row(name, *map(str, numbers))
    console.print(table)
    bad = [verdict for verdict in verdicts if not verdict.expected]
    _list("Not as they should be", [_said(verdict) for verdict in bad])
    if bad:
        raise typer.Exit(1)


def _said(verdict: banks.Verdict) -> str:
    candidate = verdict.candidate
    lost = ", ".join(sorted(verdict.lost)) or "nothing"
    loses = ", ".join(sorted(candidate.loses)) or ("nothing" if candidate.right else "something")
    unjudged = "".join(f"; not judged: {name}: {why}" for name, why in verdict.unjudged.items())
    return f"{candidate.exercise}/{candidate.name} lost {lost}; it must lose {loses}{unjudged}"


def _trial(course: Course, assignment: str) -> Trial:
    path = course.notebook(assignment)
    settings = course.execution.settings_of(assignment)
    template = course.template(assignment)
    return Trial(read_notebook(path), path.parent, settings, template)


def _folder(course: Course, assignment: str, bank: Path | None) -> Path:
    return (bank or course.root / BANK) / assignment


def _list(title: str, lines: list[str]) -> None:
    if lines:
        say(console, f"{title}:", style="yellow")
        for line in lines:
            say(console, f"  {line}")
