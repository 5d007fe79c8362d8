"""Delete the submissions, the released and the instructor's notebooks of the course."""

from ...expectation import outcome
from ...submission import hostile, write
from ...world import course

EXPECTED = outcome(rest="failed", mean_square="passed")
LAST = """
    import shutil

    for name in ("submitted", "release", "source"):
        shutil.rmtree("COURSE/" + name, ignore_errors=True)
"""


def submit(release, folder):
    write(hostile(release, last=LAST.replace("COURSE", course())), folder)
