"""The table of the bank: a row for each submission, and for each setup what went wrong."""

from .bank import Entry, entry
from .setup import SETUPS

COLUMNS = {
    "gained": "gained points",
    "leaked": "leaked",
    "escaped": "escaped",
    "lost": "lost points",
    "stopped": "stopped the batch",
}


def counts(results: list[dict]) -> dict[str, int]:
    """Return how many submissions were tried and how many did each kind of harm."""
    tried = [result for result in results if not _skipped(result)]
    return {
        "tried": len(tried),
        **{column: sum(bool(result[column]) for result in tried) for column in COLUMNS},
    }


def _skipped(result: dict) -> bool:
    return any(text.startswith("not run") for text in result["deviations"])


def _words(result: dict) -> str:
    if _skipped(result):
        return "not run"
    return ", ".join(words for name, words in COLUMNS.items() if result[name]) or "–"


def totals(results: dict[str, list[dict]]) -> str:
    """Return the totals of each setup and kind as a Markdown table."""
    lines = [
        "| engine | submissions | tried | " + " | ".join(COLUMNS.values()) + " |",
        "|---|---|" + "---:|" * (len(COLUMNS) + 1),
    ]
    for setup, found in results.items():
        for kind in ("attacks", "broken"):
            part = [result for result in found if entry(result["name"]).kind == kind]
            if part:
                numbers = " | ".join(map(str, counts(part).values()))
                lines.append(f"| {SETUPS[setup].title} | {kind} | {numbers} |")
    return "\n".join(lines) + "\n"


def markdown(chosen: list[Entry], results: dict[str, list[dict]]) -> str:
    """Return totals and rows as Markdown."""
    by_name = {
        setup: {result["name"]: result for result in found} for setup, found in results.items()
    }
    head = " | ".join(SETUPS[setup].title for setup in results)
    lines = [
        totals(results),
        f"| submission | what it tries | {head} |",
        "|---|---|" + "---|" * len(results),
    ]
    for which in chosen:
        cells = " | ".join(_words(by_name[setup][str(which)]) for setup in results)
        lines.append(f"| `{which}` | {which.title.replace('|', chr(92) + '|')} | {cells} |")
    return "\n".join(lines) + "\n"
