"""Progress of a class being graded, then a summary, for the terminal."""

from collections import Counter
from collections.abc import Callable, Generator
from contextlib import closing

from rich import progress as bars
from rich.console import Console
from rich.markup import escape

from graders.batch.outcome import UNCHANGED, Outcome
from graders.cli.terminal import name, say
from graders.names import shown_name

SLOWEST = 3
_UNDO = "`python -m graders earlier` lists what was handed in, `restore` makes one count again"


def follow(
    console: Console,
    grade: Callable[[Callable[[str], None]], Generator[Outcome, None, None]],
    total: int,
) -> list[Outcome]:
    """Show submissions as they are done: a moving bar on a terminal, elsewhere a line for each.

    Parameters
    ----------
    grade : callable
        Given a function that is called with each student whose submission begins, returns
        the outcomes as they come, a generator; it is closed if something ends this before.

    Returns
    -------
    list of Outcome
        All of them, by the students' names.
    """
    columns = [bars.SpinnerColumn(), bars.BarColumn(20), bars.MofNCompleteColumn()]
    columns += [bars.TimeElapsedColumn(), bars.TextColumn("left:"), bars.TimeRemainingColumn()]
    columns += [bars.TextColumn("{task.description}")]
    hidden = not console.is_terminal
    found: list[Outcome] = []
    running: dict[str, None] = {}
    with bars.Progress(*columns, console=console, disable=hidden, transient=True) as progress:
        task = progress.add_task("", total=total)

        def show() -> None:
            attention = sum(outcome.needs_attention for outcome in found)
            shown = escape(", ".join(map(shown_name, running)))
            parts = [f"running: {shown}"] if running else []
            parts += [f"[red]{attention} need attention[/]"] if attention else []
            progress.update(task, completed=len(found), description=" · ".join(parts))

        def begun(student: str) -> None:
            running[student] = None
            show()

        with closing(grade(begun)) as outcomes:
            for outcome in outcomes:
                found.append(outcome)
                running.pop(outcome.student, None)
                show()
                if outcome.plan != UNCHANGED or outcome.error:
                    say(console, "  ", name(outcome.student), f": {_summary(outcome)}")
    return sorted(found, key=lambda outcome: outcome.student)


def _summary(outcome: Outcome) -> str:
    if outcome.error:
        return "not graded"
    states = Counter(str(state) for state in outcome.states.values())
    said = ", ".join(f"{count} {state}" for state, count in states.items())
    how = f"{outcome.seconds:.1f} s" if outcome.seconds else outcome.plan
    if outcome.plan.startswith("changed tests"):
        how += f"; {outcome.plan}"
    return f"{said} ({how})"


def summarize(console: Console, outcomes: list[Outcome], seconds: float) -> None:
    """Print what an instructor should know: changes of points, notes, errors, totals."""
    for outcome in outcomes:
        if outcome.changes:
            parts = [
                f"{item} {before:g} → {after:g} ({after - before:+g})"
                for item, (before, after) in outcome.changes.items()
            ]
            say(console, name(outcome.student, "bold"), f": {', '.join(parts)}")
    for outcome in outcomes:
        said = [("yellow", note) for note in dict.fromkeys(outcome.notes)]
        if outcome.fewer:
            before, now = outcome.fewer
            said.append(("yellow", f"{before:g} automatic points before, {now:g} now; {_UNDO}"))
        if outcome.error:
            said.append(("red", outcome.error))
        elif outcome.reason:
            said = [(colour, text) for colour, text in said if text not in outcome.attention]
            said.append(("red", f"needs attention: {outcome.reason}"))
        for colour, text in said:
            say(console, name(outcome.student, colour), f": {text}")
    states = Counter(str(state) for outcome in outcomes for state in outcome.states.values())
    executed = [outcome for outcome in outcomes if outcome.seconds]
    parts = [f"{len(outcomes)} submissions in {seconds:.0f} s"]
    parts.append(f"{len(executed)} executed, {len(outcomes) - len(executed)} as before")
    attention = sum(outcome.needs_attention for outcome in outcomes)
    verb = "needs" if attention == 1 else "need"
    parts.append(f"{attention} {verb} attention" if attention else "none needs attention")
    console.print(". ".join(parts) + ".", soft_wrap=True)
    items = ", ".join(f"{count} {state}" for state, count in states.most_common())
    say(console, f"Items: {items or 'none'}.")
    slowest = sorted(executed, key=lambda outcome: -outcome.seconds)[:SLOWEST]
    if len(executed) > SLOWEST:
        slow = ", ".join(f"{shown_name(one.student)} {one.seconds:.0f} s" for one in slowest)
        say(console, f"Slowest: {slow}.")


def plans(console: Console, outcomes: list[Outcome]) -> None:
    """Print what a run would do."""
    for outcome in outcomes:
        say(console, "  ", name(outcome.student), f": {outcome.error or outcome.plan}")
    todo = sum(outcome.plan != UNCHANGED for outcome in outcomes)
    console.print(f"{todo} of {len(outcomes)} submissions would be graded; nothing was done.")
