"""The table of the bank: a row for each submission, and for each setup what went wrong.

And what it cost: seconds that the class waited longer than with an honest submission in its place,
and the machine's memory that was taken beyond that.
"""

from .bank import Entry, entry
from .setup import SETUPS

COLUMNS = {
    "gained": "gained points",
    "leaked": "leaked",
    "escaped": "escaped",
    "lost": "lost points",
    "stopped": "stopped the batch",
}
COSTS = {"seconds": "seconds taken", "memory": "MB taken"}


def counts(results: list[dict]) -> dict[str, int]:
    """Return how many submissions were tried and how many did each kind of harm."""
    tried = [result for result in results if not _skipped(result)]
    return {
        "tried": len(tried),
        **{column: sum(bool(result[column]) for result in tried) for column in COLUMNS},
    }


def most(results: list[dict]) -> dict[str, float]:
    """Return the largest of each cost."""
    return {cost: max(result[cost] for result in results) for cost in COSTS}


def _skipped(result: dict) -> bool:
    return any(text.startswith("not run") for text in result["deviations"])


def _words(result: dict) -> str:
    if _skipped(result):
        return "not run"
    return ", ".join(words for name, words in COLUMNS.items() if result[name]) or "–"


def totals(results: dict[str, list[dict]]) -> str:
    """Return the totals of each setup and kind as a Markdown table."""
    lines = [
        "| engine | submissions | tried | "
        + " | ".join([*COLUMNS.values(), *(f"{cost}, at most" for cost in COSTS.values())])
        + " |",
        "|---|---|" + "---:|" * (1 + len(COLUMNS) + len(COSTS)),
    ]
    for setup, found in results.items():
        for kind in ("attacks", "broken"):
            part = [result for result in found if entry(result["name"]).kind == kind]
            if part:
                costs = (f"{value:.0f}" for value in most(part).values())
                numbers = " | ".join([*map(str, counts(part).values()), *costs])
                lines.append(f"| {SETUPS[setup].title} | {kind} | {numbers} |")
    return "\n".join(lines) + "\n"


def markdown(chosen: list[Entry], results: dict[str, list[dict]]) -> str:
    """Return totals and rows as Markdown."""
    by_name = {
        setup: {result["name"]: result for result in found} for setup, found in results.items()
    }
    head = " | ".join(
        title for setup in results for title in (SETUPS[setup].title, *COSTS.values())
    )
    lines = [
        totals(results),
        f"| submission | what it tries | {head} |",
        "|---|---|" + ("---|" + "---:|" * len(COSTS)) * len(results),
    ]
    for which in chosen:
        found = [by_name[setup][str(which)] for setup in results]
        cells = " | ".join(
            " | ".join([_words(result), *(f"{max(result[cost], 0):.0f}" for cost in COSTS)])
            for result in found
        )
        lines.append(f"| `{which}` | {which.title.replace('|', chr(92) + '|')} | {cells} |")
    return "\n".join(lines) + "\n"
