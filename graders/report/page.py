"""The report as one HTML page that needs nothing else: no script, no request, no other file."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any

import jinja2
import numpy as np
from markupsafe import Markup

from graders.names import printable, shown_name
from graders.report import charts
from graders.report.attempts import attempts_of
from graders.report.attention import who_needs_attention
from graders.report.items import ItemStatistics, analyse
from graders.report.messages import commonest
from graders.report.results import Category, ClassResults, Entry, GradedCell
from graders.similar.pairs import THRESHOLD
from graders.similar.solutions import Similarity

PARTS = list(Category)
_BINS = 12
_SLOWEST = 8
# Of similar solutions: so many pairs, and lines of each, are shown.
_PAIRS, _LINES = 40, 300


@dataclass(frozen=True)
class Row:
    """The shares of a test or an exercise in each category, of `count` students."""

    label: str
    points: float
    count: int
    shares: list[float]


@dataclass(frozen=True)
class TestRow(Row):
    """That of a test, with its statistics and what is said of it."""

    number: str
    statistics: ItemStatistics | None
    sentence: str


def page(
    results: ClassResults,
    shown: Callable[[str], str] = shown_name,
    similar: Similarity | None = None,
) -> str:
    """Return the report on a class.

    Parameters
    ----------
    shown : callable, optional
        Returns how a student is called in it.
    similar : Similarity, optional
        The solutions that are alike, to be shown side by side.
    """
    tests = _test_rows(results)
    return _template().render(
        title=f"{shown_name(results.assignment)}: how the class did",
        written=datetime.now(UTC).strftime("%d %B %Y, %H:%M UTC"),
        results=results,
        shown=shown,
        parts=PARTS,
        printable=printable,
        totals=_totals(results),
        exercises=_chart_of_rows("exercises", "exercise", _exercise_rows(results)),
        tests=_chart_of_rows("tests", "test", tests),
        alarms=[row for row in tests if row.sentence],
        scatter=_scatter(tests),
        messages=commonest(results),
        label=_labels(results),
        attention=who_needs_attention(results),
        time=_time(results),
        attempts=_attempts(results),
        similar=similar,
        most_pairs=_PAIRS,
        most_lines=_LINES,
        threshold=THRESHOLD,
    )


@cache
def _template() -> jinja2.Template:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("graders.report"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    return environment.get_template("report.html.j2")


def _totals(results: ClassResults) -> dict[str, Any]:
    found = [total for one in results.students if (total := one.total) is not None]
    top = max([results.max_points, *found, 1.0])
    step = _step(top)
    edges = np.arange(0, top + step, step)
    # Full points stand in the last column, not in one of their own.
    edges = edges[: max(2, int(np.ceil(top / step - 1e-9)) + 1)]
    counts = np.histogram(np.clip(found, 0, edges[-1]), edges)[0].tolist() if found else []
    rows = [
        (f"{low:g} to {'' if place == len(counts) - 1 else 'below '}{high:g}", count)
        for place, (low, high, count) in enumerate(zip(edges, edges[1:], counts, strict=False))
    ]
    title = f"Distribution of the totals of {len(found)} students, of {results.max_points:g} points"
    return {
        "count": len(found),
        "median": float(np.median(found)) if found else None,
        "mean": float(np.mean(found)) if found else None,
        "quartiles": [float(q) for q in np.quantile(found, [0.25, 0.75])] if found else None,
        "rows": rows,
        "chart": Markup(charts.totals("totals", title, counts, edges)) if found else "",
    }


def _step(top: float) -> float:
    """Return a round number of points, of which some make the highest."""
    rough = top / _BINS
    power = 10.0 ** np.floor(np.log10(rough))
    return float(next(n * power for n in (1, 2, 2.5, 5, 10) if n * power >= rough - 1e-9))


def _labels(results: ClassResults) -> dict[tuple[str, str], str]:
    """Return how cells are called: with their notebook, where there are several."""
    several = len({cell.notebook for cell in results.cells}) > 1
    return {
        cell.key: printable(f"{cell.notebook}: {cell.name}" if several else cell.name)
        for cell in results.cells
    }


def _exercise_rows(results: ClassResults) -> list[Row]:
    several = len({cell.notebook for cell in results.cells}) > 1
    rows = []
    for (notebook, exercise), cells in results.exercises.items():
        found = [
            _category_of_exercise([one.entries[cell.key] for cell in cells])
            for one in results.students
            if all(cell.key in one.entries for cell in cells)
        ]
        label = printable(f"{notebook}: {exercise}" if several else exercise)
        rows.append(Row(label, sum(cell.points for cell in cells), len(found), _shares(found)))
    return rows


def _category_of_exercise(entries: list[Entry]) -> Category:
    categories = {entry.category for entry in entries}
    if len(categories) == 1:
        return categories.pop()
    if Category.WAITS in categories:
        return Category.WAITS
    if categories & {Category.FULL, Category.PARTIAL}:
        return Category.PARTIAL
    return Category.STOPPED if Category.STOPPED in categories else Category.FAILED


def _test_rows(results: ClassResults) -> list[TestRow]:
    labels = _labels(results)
    tests = [cell for cell in results.cells if not cell.written and cell.points > 0]
    known = analyse(_matrix(results, tests), np.array([cell.points for cell in tests]))
    statistics = dict(zip([cell.key for cell in tests], known, strict=True))
    rows = []
    for number, cell in enumerate(results.cells, 1):
        found = [
            one.entries[cell.key].category for one in results.students if cell.key in one.entries
        ]
        of_item = statistics.get(cell.key)
        rows.append(
            TestRow(
                f"{number} {labels[cell.key]}",
                cell.points,
                len(found),
                _shares(found),
                str(number),
                of_item,
                _sentence(labels[cell.key], of_item),
            )
        )
    return rows


def _matrix(results: ClassResults, tests: list[GradedCell]) -> np.ndarray:
    """Return the share of its points of each test, nan where there is no answer or no points."""
    shares = np.full((len(results.students), len(tests)), np.nan)
    for row, one in enumerate(results.students):
        for column, cell in enumerate(tests):
            entry = one.entries.get(cell.key)
            if entry is None or entry.points is None or entry.category == Category.NOT_ANSWERED:
                continue
            shares[row, column] = min(1.0, max(0.0, entry.points / cell.points))
    return shares


def _sentence(label: str, item: ItemStatistics | None) -> str:
    if item is None or not item.alarm:
        return ""
    passed, strong = item.strongest_passed, item.strongest
    if item.alarm == "strongest":
        fewer = "none" if not passed else f"only {passed}"
        return (
            f"{label} looks wrong: {fewer} of the {strong} strongest students pass it. Check the "
            "test, then what the exercise says."
        )
    return (
        f"{label} looks wrong: students who did well in the rest do not pass it more often than "
        f"others, and {strong - passed} of the {strong} strongest fail it. Check whether the test "
        "refuses a right answer, or lets a wrong one pass."
    )


def _shares(found: list[Category]) -> list[float]:
    counts = Counter(found)
    return [counts[part] / len(found) if found else 0.0 for part in PARTS]


def _chart_of_rows(name: str, what: str, rows: list[Any]) -> dict[str, Any]:
    said = f"For each {what}, the share of students with full points, part of them, and so on"
    shares = np.array([row.shares for row in rows]).reshape(len(rows), len(PARTS))
    labels = [row.label for row in rows]
    drawn = charts.bars(name, said, labels, shares, list(map(str, PARTS))) if rows else ""
    return {"rows": rows, "chart": Markup(drawn)}


def _scatter(tests: list[TestRow]) -> Markup:
    known = [
        (row, 100 * row.statistics.difficulty, row.statistics.discrimination or 0.0)
        for row in tests
        if row.statistics and row.statistics.difficulty is not None
        if row.statistics.discrimination is not None or row.statistics.alarm
    ]
    if not known:
        return Markup("")
    title = "Tests by difficulty and discrimination, with the numbers of the table"
    return Markup(
        charts.scatter(
            "items",
            title,
            [(x, y) for _, x, y in known],
            [row.number for row, _, _ in known],
            [bool(row.sentence) for row, _, _ in known],
        )
    )


def _time(results: ClassResults) -> dict[str, Any]:
    found = {one.student: sum(one.seconds.values()) for one in results.students if one.seconds}
    if not found:
        return {}
    seconds = np.array(list(found.values()))
    top = max(float(seconds.max()), 1e-3)
    edges = np.linspace(0, top, 11)
    counts = np.histogram(seconds, edges)[0].tolist()
    labels = [f"{high:.3g}" for high in edges[1:]]
    title = f"Processor time of {len(found)} submissions, in seconds"
    slowest = sorted(found.items(), key=lambda one: -one[1])[:_SLOWEST]
    return {
        "chart": Markup(charts.columns("time", title, labels, counts, "submissions")),
        "rows": [
            (f"{low:.3g} to {high:.3g}", count)
            for low, high, count in zip(edges, edges[1:], counts, strict=False)
        ],
        "sum": float(seconds.sum()),
        "median": float(np.median(seconds)),
        "slowest": slowest,
    }


def _attempts(results: ClassResults) -> dict[str, Any]:
    found = attempts_of(results)
    if found is None:
        return {}
    title = f"Submissions handed in, by the {found.unit}"
    drawn = charts.columns("attempts", title, found.labels, found.counts, "submissions")
    rows = list(zip(found.labels, found.counts, strict=True))
    return {"found": found, "rows": rows, "chart": Markup(drawn)}
