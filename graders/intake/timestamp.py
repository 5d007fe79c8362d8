"""When something was handed in, as its ``timestamp.txt`` says: whatever stands in that."""

import re
from datetime import UTC, datetime
from pathlib import Path

from nbgrader.utils import parse_utc

from graders.intake.limits import MAX_TIMESTAMP
from graders.intake.reading import read_file

TIMESTAMP = "timestamp.txt"
# A time zone may be called Europe/Berlin; what is a path would be opened.
_TIME = re.compile(r"(?:[\w:+\-., ]|(?<=\w)/(?=\w))+", re.ASCII)


def timestamp(folder: Path) -> datetime | None:
    """Return the time, in UTC; None if there is none, or nothing that is a time."""
    try:
        # The parser takes a long text letter by letter, so none gets there.
        text = read_file(folder / TIMESTAMP, MAX_TIMESTAMP).decode("ascii").strip()
        return parse_utc(text).replace(tzinfo=UTC) if _TIME.fullmatch(text) else None
    except Exception:  # there is none, or the parser stumbles over it, with whatever error
        return None
