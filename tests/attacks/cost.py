"""What a submission costs those who are graded with it: seconds, and the machine's memory."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

# Seconds between two looks at the machine's memory.
PAUSE = 0.05


@dataclass
class Cost:
    """What grading a class took.

    Attributes
    ----------
    seconds : float
        By the clock.
    memory : float
        By how much the machine's available memory sank at most, in MB; other programs count too.
    """

    seconds: float = 0.0
    memory: float = 0.0

    def beyond(self, other: "Cost") -> "Cost":
        """Return what this took more than another one."""
        return Cost(self.seconds - other.seconds, self.memory - other.memory)


def available() -> float:
    """Return how much memory programs may still take, in MB."""
    for line in Path("/proc/meminfo").read_text().splitlines():
        if line.startswith("MemAvailable:"):
            return int(line.split()[1]) / 1024
    raise RuntimeError("/proc/meminfo does not tell what is available")


@contextmanager
def watched() -> Iterator[Cost]:
    """Measure what happens meanwhile; the figures are there at the end."""
    cost, ended = Cost(), threading.Event()
    before, begun = available(), time.monotonic()

    def look() -> None:
        while not ended.wait(PAUSE):
            cost.memory = max(cost.memory, before - available())

    watcher = threading.Thread(target=look)
    watcher.start()
    try:
        yield cost
    finally:
        ended.set()
        watcher.join()
        cost.seconds = time.monotonic() - begun
