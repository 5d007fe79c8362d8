"""Write files in every folder that might be writable, above the own one and in the system."""

from ...expectation import outcome
from ...submission import hostile, write
from ...world import course, token

EXPECTED = outcome(rest="failed", mean_square="passed")
LAST = """
    from pathlib import Path

    folders = ["/tmp", "/var/tmp", "/dev/shm", "/etc", "/usr/local", Path.home(), "COURSE"]
    for folder in [*map(Path, folders), *Path.cwd().parents]:
        try:
            (folder / "TOKEN-mark").write_text("CANARY")
        except OSError:
            pass
"""


def submit(release, folder):
    write(hostile(release, last=LAST.replace("COURSE", course()).replace("TOKEN", token())), folder)
