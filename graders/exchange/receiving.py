"""Copies a submission out of an open folder that a student's account made.

Nothing here follows a link, reads what is not a plain file of the folder's owner, or believes a
size before it has looked.
"""

import os
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

from graders.files import copy_open
from graders.intake.folder import plain
from graders.intake.limits import MAX_FILE
from graders.intake.places import IGNORED, MAX_DEPTH, SECRET
from graders.names import shown_name

MAX_FILES = 100
MAX_TOTAL = MAX_FILE
MAX_SECRET = 4096  # bytes; nbgrader's has 128
# How many notebooks of a submission that is refused are answered: the list in which students look
# shows an answer when it is there for every notebook that they handed in.
MAX_NAMED = 300
TIMESTAMP_FILE = "timestamp.txt"
ANSWER = "feedback.html"
# The form in which nbgrader writes times.
TIME = "%Y-%m-%d %H:%M:%S.%f UTC"
# How a folder is opened that may be a link instead.
FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW


class SubmissionRefused(Exception):
    """A submission does not count; the message tells the student why, as a sentence."""


class SubmissionGone(Exception):
    """A submission was removed or renamed by its maker while it was looked at."""


@dataclass
class Receipt:
    """What was received out of the exchange; student and assignment are empty where unknown.

    It counts as received, in seconds since the epoch, with the last change to the folder or to a
    file in it. The notes say what was set aside, and why, as sentences.
    """

    student: str = ""
    assignment: str = ""
    received: float = 0.0
    notes: list[str] = field(default_factory=list)


@contextmanager
def closing(handle: int) -> Iterator[int]:
    try:
        yield handle
    finally:
        os.close(handle)


def forget(copy: Path) -> None:
    """Remove what was copied of a submission that is refused, but for what an answer takes."""
    for path in copy.iterdir():
        if path.is_dir():
            shutil.rmtree(path)
        elif path.suffix == ".ipynb":
            os.truncate(path, 0)
        elif path.name != SECRET:
            path.unlink()


def timestamp(received: float) -> str:
    """Return a time of receipt as nbgrader reads it."""
    return datetime.fromtimestamp(received, UTC).strftime(TIME)


def refuse_large(folder: int, depth: int = MAX_DEPTH, counted: list[int] | None = None) -> None:
    """Look how much there is in a folder before any of it is read."""
    counted = [0, 0] if counted is None else counted
    with os.scandir(folder) as entries:
        for entry in entries:
            counted[0] += 1
            if counted[0] > MAX_FILES:
                raise SubmissionRefused(f"It has more than {MAX_FILES} files.")
            try:
                info = entry.stat(follow_symlinks=False)
                if stat.S_ISREG(info.st_mode):
                    counted[1] += info.st_size if info.st_size <= MAX_FILE else 0
                elif stat.S_ISDIR(info.st_mode) and depth and entry.name not in IGNORED:
                    with closing(os.open(entry.name, FOLDER, dir_fd=folder)) as inner:
                        refuse_large(inner, depth - 1, counted)
            except OSError:
                continue  # it has just gone, or cannot be read, and is not copied then
    if counted[1] > MAX_TOTAL:
        raise SubmissionRefused(f"It is larger than {MAX_TOTAL // 2**20} MB.")


def copy_names(folder: int, owner: int, target: Path) -> None:
    """Copy of a submission what an answer takes: the secret, and the names of notebooks."""
    if not (target / SECRET).exists():
        _copy_file(folder, SECRET, owner, target / SECRET, MAX_SECRET)
    with os.scandir(folder) as entries:
        names = islice((e.name for e in entries if e.name.endswith(".ipynb")), MAX_NAMED)
        for name in names:
            if plain(name) == name:
                (target / name).touch()


def copy_all(folder: int, owner: int, target: Path, receipt: Receipt) -> None:
    """Copy the plain files of a folder that belong to its owner; note the others."""
    left = [MAX_FILES, MAX_TOTAL]
    _copy(folder, owner, target, receipt, left, MAX_DEPTH)
    (target / TIMESTAMP_FILE).write_text(timestamp(receipt.received))


def _copy(
    folder: int, owner: int, target: Path, receipt: Receipt, left: list[int], depth: int
) -> None:
    with os.scandir(folder) as entries:
        names = sorted(entry.name for entry in islice(entries, MAX_FILES + 1))
    for name in names:
        left[0] -= 1
        if left[0] < 0:
            raise SubmissionRefused(f"It has more than {MAX_FILES} files.")
        if name in (TIMESTAMP_FILE, ANSWER, *IGNORED):
            continue  # the student's word about the time; our own; leftovers
        copy = target / plain(name)
        inner = _open_folder(folder, name, owner) if depth and not copy.exists() else None
        if inner is not None:
            with closing(inner):
                copy.mkdir()
                _copy(inner, owner, copy, receipt, left, depth - 1)
            continue
        if copy.exists():
            reason = "called like another one"
        elif plain(name)[0] != name[0]:
            reason = "a file whose name is not plain"
        else:
            limit = MAX_SECRET if name == SECRET and depth == MAX_DEPTH else MAX_FILE
            reason = _copy_file(folder, name, owner, copy, limit, receipt)
        if reason:
            receipt.notes.append(f"{shown_name(name)} is {reason}: set aside")
            continue
        left[1] -= copy.stat().st_size
        if left[1] < 0:  # it has grown meanwhile
            raise SubmissionRefused(f"It is larger than {MAX_TOTAL // 2**20} MB.")


def _open_folder(folder: int, name: str, owner: int) -> int | None:
    """Open a folder in a folder, None if it is none, or belongs to somebody else."""
    try:
        handle = os.open(name, FOLDER, dir_fd=folder)
    except OSError:
        return None
    if os.fstat(handle).st_uid == owner and plain(name)[0] == name[0]:
        return handle
    os.close(handle)
    return None


def _copy_file(
    folder: int, name: str, owner: int, copy: Path, limit: int, receipt: Receipt | None = None
) -> str:
    """Copy a file; return why it is not received, or nothing."""
    try:
        # Not blocked by a pipe; a link is refused by the system, whoever is quick.
        handle = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=folder)
    except OSError:
        is_link = False
        with suppress(OSError):
            is_link = stat.S_ISLNK(os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode)
        return "a link" if is_link else "not readable"
    with closing(handle):
        info = os.fstat(handle)
        if stat.S_ISDIR(info.st_mode):
            return "a folder"
        if not stat.S_ISREG(info.st_mode):
            return "not a regular file"
        if info.st_nlink > 1:
            return "a hard link"
        if info.st_uid != owner:
            return "another account's file"
        # Looked at before anything is read: a size costs its maker nothing.
        if info.st_size > limit or not copy_open(handle, copy, limit):
            return f"larger than {_size(limit)}"
        # What was changed after the folder was handed in was received then.
        if receipt is not None:
            receipt.received = max(receipt.received, info.st_ctime)
        return ""


def _size(limit: int) -> str:
    return f"{limit // 2**20} MB" if limit >= 2**20 else f"{limit // 2**10} KB"
