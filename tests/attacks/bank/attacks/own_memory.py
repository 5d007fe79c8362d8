"""Read the own process's memory, left over from before it ran student code."""

from ...expectation import outcome
from ...submission import hostile, write

EXPECTED = outcome(rest="failed", mean_square="passed")
LAST = """
    import re

    found = set()
    for region in open("/proc/self/maps").read().splitlines():
        span, mode = region.split()[:2]
        start, end = (int(part, 16) for part in span.split("-"))
        if mode.startswith("rw") and end - start < 500_000_000:
            try:
                with open("/proc/self/mem", "rb", buffering=0) as memory:
                    memory.seek(start)
                    data = memory.read(end - start)
                found.update(re.findall(rb"CANARY-[a-z]+-[0-9a-f]{12}", data))
            except (OSError, OverflowError):
                pass
    print(sorted(found))
"""


def submit(release, folder):
    write(hostile(release, last=LAST), folder)
