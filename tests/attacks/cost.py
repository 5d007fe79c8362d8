"""What a submission costs those who are graded with it: seconds, and the machine's memory."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from tests.machine_memory import available, lowest


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


@contextmanager
def watched() -> Iterator[Cost]:
    """Measure what happens meanwhile; the figures are there at the end."""
    cost = Cost()
    before, begun = available(), time.monotonic()
    with lowest() as least:
        yield cost
    cost.seconds = time.monotonic() - begun
    cost.memory = max(0, before - least[0]) / 2**20
