"""A log that says the same thing once in a while, not each time."""

import logging
import time
from collections.abc import Hashable

# Seconds.
WHILE = 60.0


class Seldom(logging.Filter):
    """Lets warnings and errors of a kind pass once in a while, and says how many there were.

    A kind is the line of the program that says it, and the error's class.
    """

    def __init__(self) -> None:
        super().__init__()
        self._passed: dict[Hashable, float] = {}
        self._held: dict[Hashable, int] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether a record is written."""
        if record.levelno < logging.WARNING:
            return True
        error = record.exc_info[0] if record.exc_info else None
        kind = record.pathname, record.lineno, error
        now = time.monotonic()
        if now - self._passed.get(kind, -WHILE) < WHILE:
            self._held[kind] = self._held.get(kind, 0) + 1
            return False
        self._passed[kind] = now
        if held := self._held.pop(kind, 0):
            record.msg = f"{record.getMessage()} (and {held} more of this kind before)"
            record.args = ()
        return True


def configure() -> None:
    """Write to standard error."""
    handler = logging.StreamHandler()
    handler.addFilter(Seldom())
    form = "%(levelname)s %(name)s: %(message)s"
    logging.basicConfig(level=logging.INFO, format=form, handlers=[handler])
    # A line for each page that is asked for would be somebody else's to write.
    logging.getLogger("tornado.access").setLevel(logging.WARNING)
