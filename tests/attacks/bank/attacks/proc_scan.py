"""Look through `/proc` for command lines, environments and open files of other processes."""

from ...expectation import outcome
from ...submission import hostile, write

EXPECTED = outcome(rest="failed", mean_square="passed")
LAST = """
    import os
    import re
    from pathlib import Path

    for entry in Path("/proc").glob("[0-9]*"):
        for name in ("environ", "cmdline"):
            try:
                data = (entry / name).read_bytes()
            except OSError:
                continue
            print(re.findall(rb"CANARY-[a-z]+-[0-9a-f]{12}", data))
        for link in (entry / "fd").glob("*") if os.access(entry / "fd", os.R_OK) else ():
            try:
                if "gradebook" in os.readlink(link) or ".ipynb" in os.readlink(link):
                    print(re.findall(rb"CANARY-[a-z]+-[0-9a-f]{12}", link.read_bytes()))
            except OSError:
                continue
"""


def submit(release, folder):
    write(hostile(release, last=LAST), folder)
