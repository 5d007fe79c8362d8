"""Attempts over time: when was handed in, and what came of handing in again."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from graders.report.results import ClassResults

_FORMAT = "%Y-%m-%d_%H-%M-%S"
_LENGTH = len("2026-11-28_09-30-00")
MOST_COLUMNS = 60


@dataclass(frozen=True)
class Attempts:
    """When was handed in, in UTC, counted by the hour or the day; who handed in more than once.

    Of these, some have more points now than at first, some fewer.
    """

    unit: str
    labels: list[str]
    counts: list[int]
    again: int
    gained: int
    lost: int
    most: int


def attempts_of(results: ClassResults) -> Attempts | None:
    """Return the attempts of a class, None where none are kept."""
    found = [one.attempts for one in results.students if one.attempts]
    times = sorted(time for kept in found for one in kept if (time := _time(one.name)))
    if not times:
        return None
    unit, step, label = _unit(times)
    first = _floor(times[0], step)
    number = int((times[-1] - first) / step) + 1
    counted = Counter(min(int((time - first) / step), MOST_COLUMNS - 1) for time in times)
    number = min(number, MOST_COLUMNS)
    again = [kept for kept in found if len(kept) > 1]
    changes = [
        points[-1] - points[0]
        for kept in again
        if len(points := [one.points for one in kept if one.points is not None]) > 1
    ]
    return Attempts(
        unit,
        [(first + place * step).strftime(label) for place in range(number)],
        [counted[place] for place in range(number)],
        len(again),
        sum(change > 1e-9 for change in changes),
        sum(change < -1e-9 for change in changes),
        max(map(len, found)),
    )


def _time(name: str) -> datetime | None:
    try:
        return datetime.strptime(name[:_LENGTH], _FORMAT).replace(tzinfo=UTC)
    except ValueError:
        return None


def _unit(times: Sequence[datetime]) -> tuple[str, timedelta, str]:
    span = times[-1] - times[0]
    if span <= timedelta(hours=36):
        return "hour", timedelta(hours=1), "%d %b %H h"
    if span <= timedelta(days=MOST_COLUMNS - 1):
        return "day", timedelta(days=1), "%d %b"
    return "week", timedelta(days=7), "%d %b %Y"


def _floor(time: datetime, step: timedelta) -> datetime:
    time = time.replace(minute=0, second=0, microsecond=0)
    return time if step < timedelta(days=1) else time.replace(hour=0)
