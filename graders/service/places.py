"""Where the grading service keeps what it needs, below the course's folder."""

import hashlib
from pathlib import Path

FOLDER = ".graders/service"


def queue_of(course: Path) -> Path:
    """Return the queue's file."""
    return course / FOLDER / "queue.sqlite"


def lock_of(course: Path) -> Path:
    """Return the file that a running service holds a lock on."""
    return course / FOLDER / "lock"


def copy_of(course: Path, name: str) -> Path:
    """Return the folder of a submission's copy, by its name in the exchange."""
    digest = hashlib.sha256(name.encode("utf-8", "surrogateescape")).hexdigest()
    return course / FOLDER / "received" / digest[:32]


def placing_of(course: Path) -> Path:
    """Return the folder in which a submission is made ready to be graded."""
    return course / FOLDER / "placing"


def page_of(course: Path, number: int) -> Path:
    """Return the feedback page of a submission, by its number in the queue."""
    return course / FOLDER / "pages" / f"{number}.html"
