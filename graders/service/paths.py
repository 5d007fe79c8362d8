"""Where the grading service keeps what it needs, below the course's folder."""

import hashlib
from pathlib import Path

FOLDER = Path(".graders/service")
QUEUE = FOLDER / "queue.sqlite"
# A running service holds a lock on it.
LOCK = FOLDER / "lock"
# Where a submission is made ready to be graded.
PLACING = FOLDER / "placing"
# What lasts as long as the service: /tmp is everybody's, and who fills it would stop the grading.
TEMPORARY = Path(".graders/tmp")
# In the exchange's folder of the course, where everybody sees when it was written last: as long as
# submissions are received and graded.
ALIVE = "alive"


def copy_of(course: Path, name: str) -> Path:
    """Return the folder of a submission's copy, by its name in the exchange."""
    return course / FOLDER / "received" / digest_of(name)[:32]


def request_of(name: str) -> str:
    """Return by what log lines know a submission: the beginning of the name of its copy."""
    return digest_of(name)[:12]


def digest_of(name: str) -> str:
    """Return what tells a submission from others and says nothing of its name."""
    return hashlib.sha256(name.encode("utf-8", "surrogateescape")).hexdigest()


def pages_of(course: Path, number: int) -> Path:
    """Return the folder of the feedback pages of a submission, by its number in the queue."""
    return course / FOLDER / "pages" / str(number)


def page_of(course: Path, number: int, notebook: str) -> Path:
    """Return the feedback page of a notebook of a submission."""
    return pages_of(course, number) / f"{notebook}.html"
