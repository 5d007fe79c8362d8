"""The commonest messages of the tests, those that differ in numbers and values alone together."""

import re
from collections import defaultdict
from dataclasses import dataclass

from graders.report.results import Category, ClassResults, Key

SHOWN = 300
_VALUES = re.compile(
    r"""\[[^\[\]]*\]               # a list or an array, from the inside out
      | '[^'\n]*' | "[^"\n]*"     # a text
      | [-+]?\d[\d_]*(?:\.\d*)?(?:[eE][-+]?\d+)?  # a number
      | \b(?:nan|inf)\b""",
    re.VERBOSE,
)


@dataclass(frozen=True)
class MessageGroup:
    """Messages of one test that say the same of other values; the example is the first of them."""

    cell: Key
    count: int
    example: str


def commonest(results: ClassResults, most: int = 15) -> list[MessageGroup]:
    """Return the messages that most students got, the commonest first."""
    found: dict[tuple[Key, str], list[str]] = defaultdict(list)
    for student in results.students:
        for key, entry in student.entries.items():
            if entry.message and entry.category not in (Category.FULL, Category.NOT_ANSWERED):
                found[key, kind_of(entry.message)].append(entry.message)
    groups = [
        MessageGroup(key, len(messages), _short(messages[0]))
        for (key, _), messages in found.items()
    ]
    return sorted(groups, key=lambda group: -group.count)[:most]


def kind_of(message: str) -> str:
    """Return a message without the values in it, by which those of a kind are told.

    >>> kind_of("double([1, 2]) is [2, 4], got [1, 2]")
    'double(…) is …, got …'
    """
    text = message[:SHOWN]
    for _ in range(5):  # arrays of arrays
        shorter = _VALUES.sub("…", text)
        if shorter == text:
            break
        text = shorter
    text = re.sub(r"…(?:[\s,;]*…)+", "…", text)
    return " ".join(text.split())


def _short(message: str) -> str:
    return message if len(message) <= SHOWN else message[:SHOWN].rstrip() + " …"
