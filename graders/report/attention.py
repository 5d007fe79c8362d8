"""Who needs attention: where the grader needs a person, and who may need help."""

from dataclasses import dataclass

import numpy as np

from graders.notebook.results import State
from graders.report.results import Category, ClassResults, Key, StudentResults

# Who has less than this share of the points that are given may need help, and so may the lowest
# tenth, if it has less than the second share.
LOW, LOWEST_TENTH = 0.4, 0.6
_NAMED = 5


@dataclass(frozen=True)
class Attention:
    """One student, and what to look at."""

    student: str
    reasons: list[str]


@dataclass(frozen=True)
class AttentionLists:
    """Students who need attention, by what has to be done.

    Of the written answers to be read there is the number: there may be some of everybody's.
    """

    grader: list[Attention]
    help: list[Attention]
    written: int


def who_needs_attention(results: ClassResults) -> AttentionLists:
    """Return who needs attention, and why."""
    shares = {one.student: share for one in results.students if (share := _share(one)) is not None}
    lowest = float(np.quantile(list(shares.values()), 0.1)) if shares else 0.0
    written = {cell.key for cell in results.cells if cell.written}
    grader, help_ = [], []
    for one in results.students:
        if reasons := _for_the_grader(one, written):
            grader.append(Attention(one.student, reasons))
        share = shares.get(one.student)
        if share is not None and (share < LOW or share <= lowest < LOWEST_TENTH):
            help_.append(Attention(one.student, _lacks(results, one, share)))
    for student in results.ungraded:
        grader.append(Attention(student, ["handed in, and not graded yet"]))
    help_ += [Attention(student, ["handed in nothing"]) for student in results.absent]
    waiting = sum(
        entry.category == Category.WAITS and key in written and entry.state in ("", State.BY_HAND)
        for one in results.students
        for key, entry in one.entries.items()
    )
    return AttentionLists(grader, help_, waiting)


def _share(one: StudentResults) -> float | None:
    """Return the share of the points that could be given which a student has."""
    return None if (total := one.total) is None else total / max(_given(one), 1e-9)


def _given(one: StudentResults) -> float:
    return sum(entry.max_points for entry in one.entries.values() if entry.points is not None)


def _for_the_grader(one: StudentResults, written: set[Key]) -> list[str]:
    reasons = list(one.reasons)
    waits = [key for key, entry in one.entries.items() if entry.category == Category.WAITS]
    if (tests := len(set(waits) - written)) and not reasons:
        reasons.append(f"{tests} test{'s' * (tests > 1)} without points: see the formgrader")
    if again := sum(entry.again for entry in one.entries.values()):
        reasons.append(f"{again} of your points to be looked at again: the answer changed")
    points = [attempt.points for attempt in one.attempts if attempt.points is not None]
    counting = next((attempt.points for attempt in one.attempts if attempt.counts), None)
    if points and counting is not None and max(points) > counting + 1e-9:
        reasons.append(f"an earlier submission had {max(points):g} points, this one {counting:g}")
    return reasons


def _lacks(results: ClassResults, one: StudentResults, share: float) -> list[str]:
    reasons = [f"{share:.0%} of the points given so far"]
    lacking: dict[str, list[str]] = {}
    for (_, exercise), cells in results.exercises.items():
        entries = [one.entries[cell.key] for cell in cells if cell.key in one.entries]
        if entries and all(entry.category == Category.NOT_ANSWERED for entry in entries):
            lacking.setdefault("not answered", []).append(exercise)
        elif any(entry.category == Category.STOPPED for entry in entries):
            lacking.setdefault("stopped by a limit", []).append(exercise)
        elif entries and all(entry.category == Category.FAILED for entry in entries):
            lacking.setdefault("failed", []).append(exercise)
    for what, names in lacking.items():
        more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
        reasons.append(f"{what}: {', '.join(names[:_NAMED])}{more}")
    return reasons
