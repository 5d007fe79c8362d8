"""How much memory the machine has left, and how little that was at the worst moment."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager


def available() -> int:
    """Return the bytes of memory that the machine has left."""
    with open("/proc/meminfo") as file:
        (line,) = (line for line in file if line.startswith("MemAvailable:"))
    return int(line.split()[1]) * 1024


@contextmanager
def lowest() -> Iterator[list[int]]:
    """Give a list, the first item of which is the least memory that the machine had meanwhile."""
    found, over = [available()], threading.Event()

    def look() -> None:
        while not over.wait(0.01):
            found[0] = min(found[0], available())

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield found
    finally:
        over.set()
        thread.join()
