"""Takes submissions out of nbgrader's exchange, and gives feedback back into it, safely.

Everything in ``inbound/`` was made by students' accounts, and may be a link to the instructor's
notebook, a folder under somebody else's name, or claim a time of its own. So nothing here follows a
link, a submission counts for the account that owns it, and the time is the file system's.
"""

import hashlib
import os
import pwd
import re
import stat
import time
from collections.abc import Container, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from nbgrader.utils import notebook_hash

from graders.folder import CACHES, MAX_FILE, PLAIN_NAME
from graders.results import write_whole

# nbgrader's last step of submitting: the folder becomes readable and writable for everybody.
COMPLETE = 0o777
MAX_FILES = 100
MAX_TOTAL = 2 * MAX_FILE
SECRET = "submission_secret.txt"
STAMP = "timestamp.txt"
ANSWER = "feedback.html"
# How long a submission may take to be written, in seconds.
PATIENCE = 600.0
# The form in which nbgrader writes times.
TIME = "%Y-%m-%d %H:%M:%S.%f UTC"
_NAME = re.compile(r"(?P<student>.+)\+(?P<assignment>\w[\w.\-]*)\+[^+]+\+[\w\-=]+")
_STUDENT = re.compile(r"[\w@][\w.@\-]{0,127}")


class Refused(Exception):
    """A submission does not count; the message tells the student why, as a sentence."""


@dataclass
class Taken:
    """What was taken out of the exchange.

    Attributes
    ----------
    student, assignment : str
        As found out; empty where that is impossible.
    received : float
        Seconds since the epoch: the last change to the folder or to a file in it.
    notes : list of str
        What was set aside, and why, as sentences.
    """

    student: str = ""
    assignment: str = ""
    received: float = 0.0
    notes: list[str] = field(default_factory=list)


def owned_by_account(student: str, uid: int) -> bool:
    """Whether the Unix account named as the student is has this number."""
    try:
        return pwd.getpwnam(student).pw_uid == uid
    except KeyError:
        return False


FIRST_UID = 100_000


def computed_uid(student: str) -> int:
    """Return the number that a container of the student runs under, where there are no accounts.

    The hub's spawner and the grading service both compute it, so neither needs a list. Of 1,000
    students two have the same one with a probability of 0.05 %.
    """
    number = int.from_bytes(hashlib.sha256(student.encode()).digest()[:4], "big")
    return FIRST_UID + number % 2**30


IDENTITIES = {
    "accounts": owned_by_account,
    "computed": lambda student, uid: computed_uid(student) == uid,
    # For a demonstration on one account only: everybody can hand in as everybody.
    "claimed": lambda student, uid: True,
}


class Exchange:
    """A course's folder in nbgrader's exchange.

    Parameters
    ----------
    root : Path
        The exchange.
    course : str
        The course's id.
    identity : {"accounts", "computed", "claimed"}
        How a student's name is checked against the owner of what they handed in.
    """

    def __init__(self, root: Path, course: str, identity: str = "accounts"):
        self.folder = root / course
        self.inbound = self.folder / "inbound"
        self._feedback = self.folder / "feedback"
        self._is_owner = IDENTITIES[identity]

    def prepare(self) -> None:
        """Make the folders that are missing, and see to the modes of all.

        In `inbound` nobody but this account can list, and, by the sticky bit, nobody can rename or
        remove what is not theirs. In `feedback` a page is found by its unguessable name alone.
        """
        modes = {self.folder: 0o755, self.inbound: 0o3733, self._feedback: 0o711}
        for folder, mode in (modes | {self.folder / "outbound": 0o755}).items():
            folder.mkdir(exist_ok=True)
            if stat.S_IMODE(folder.stat().st_mode) != mode:
                folder.chmod(mode)

    def names(self, known: Container[str] = ()) -> list[str]:
        """Return what lies in `inbound` and is not known, the oldest first by its last change."""
        found = []
        with os.scandir(self.inbound) as entries:
            for entry in entries:
                if entry.name not in known:
                    with suppress(FileNotFoundError):  # its maker has removed it
                        found.append((entry.stat(follow_symlinks=False).st_ctime, entry.name))
        return [name for _, name in sorted(found)]

    def is_complete(self, name: str) -> bool:
        """Whether a submission is written to its end, or will not be any more."""
        info = os.lstat(self.inbound / name)
        if not stat.S_ISDIR(info.st_mode):
            return True
        whole = stat.S_IMODE(info.st_mode) & 0o777 == COMPLETE
        return whole or time.time() - info.st_ctime > PATIENCE

    def take(self, name: str, target: Path, taken: Taken) -> None:
        """Copy a submission out of `inbound`.

        Parameters
        ----------
        name : str
            One of `names`.
        target : Path
            An empty folder.
        taken : Taken
            Is filled in as far as it goes, also if the submission is refused.

        Raises
        ------
        Refused
            If it does not count.
        OSError
            If the copy cannot be written.
        """
        info = os.lstat(self.inbound / name)
        taken.received, taken.student = info.st_ctime, _account(info.st_uid)
        match = _NAME.fullmatch(name)
        if match is None:
            raise Refused("Its name is not one that nbgrader's Submit gives.")
        taken.assignment = match["assignment"]
        if not stat.S_ISDIR(info.st_mode):
            raise Refused("It is no folder, and Submit makes folders.")
        student = match["student"]
        try:
            opened = _folder(name, self.inbound)
        except OSError:
            raise Refused("It was not handed in to its end: it cannot be opened.") from None
        with opened as handle:
            info = os.fstat(handle)  # of what is opened, whatever is done to the name now
            if not _STUDENT.fullmatch(student) or not self._is_owner(student, info.st_uid):
                raise Refused("It was handed in under a name that is not the account's own.")
            taken.student, taken.received = student, info.st_ctime
            if stat.S_IMODE(info.st_mode) & 0o777 != COMPLETE:
                raise Refused("It was not handed in to its end.")
            _copy_all(handle, info.st_uid, target, taken)
        if not any(target.glob("*.ipynb")):
            raise Refused("There is no notebook in it that can be read.")

    def give(self, name: str, copy: Path, notebooks: set[str], page: bytes) -> None:
        """Give a feedback page back to whoever made a submission.

        Where nbgrader's list of assignments looks for it; or, if the submission is not one that
        Submit makes, into its own folder, which only its maker knows.

        Parameters
        ----------
        name : str
            The submission's, in `inbound`.
        copy : Path
            The folder that it was taken to.
        notebooks : set of str
            The released notebooks' names, without ending; those that came in are added.
        page : bytes
        """
        secret = copy / SECRET
        found = {path.stem for path in copy.glob("*.ipynb")}
        if found and secret.is_file() and (text := secret.read_text(errors="replace")):
            for stem in found | notebooks:
                target = self._feedback / f"{notebook_hash(secret=text, notebook_id=stem)}.html"
                write_whole(target, page, mode=0o644)
        else:
            self._give_beside(name, page)

    def _give_beside(self, name: str, page: bytes) -> None:
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
        # The folder may be gone, full of something else, or never have been one.
        with suppress(OSError), _folder(name, self.inbound) as handle:
            with suppress(FileNotFoundError):
                os.unlink(ANSWER, dir_fd=handle)
            with open(os.open(ANSWER, flags, 0o644, dir_fd=handle), "wb") as file:
                file.write(page)


def stamp(received: float) -> str:
    """Return a time of receipt as nbgrader reads it."""
    return datetime.fromtimestamp(received, UTC).strftime(TIME)


def _account(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"account {uid}"


def _folder(name: str, parent: Path) -> AbstractContextManager[int]:
    """Open a folder that is no link."""
    handle = os.open(parent / name, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    return _closing(handle)


@contextmanager
def _closing(handle: int) -> Iterator[int]:
    try:
        yield handle
    finally:
        os.close(handle)


def _copy_all(folder: int, owner: int, target: Path, taken: Taken) -> None:
    """Copy the plain files of a folder that belong to its owner; note the others."""
    total = 0
    for number, name in enumerate(sorted(os.listdir(folder))):
        if number >= MAX_FILES:
            raise Refused(f"It has more than {MAX_FILES} files.")
        if name in (STAMP, ANSWER, *CACHES):
            continue  # the student's word about the time; our own; leftovers
        reason, data = _read(folder, name, owner, taken)
        if reason:
            taken.notes.append(f"{ascii(name)[1:-1][:100]} is {reason}: set aside")
            continue
        total += len(data)
        if total > MAX_TOTAL:
            raise Refused(f"It is larger than {MAX_TOTAL // 2**20} MB.")
        (target / name).write_bytes(data)
    (target / STAMP).write_text(stamp(taken.received))


def _read(folder: int, name: str, owner: int, taken: Taken) -> tuple[str, bytes]:
    """Return why a file is not taken, or nothing and its content."""
    if not PLAIN_NAME.fullmatch(name):
        return "a file whose name is not plain", b""
    try:
        # Not blocked by a pipe; a link is refused by the system, whoever is quick.
        handle = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=folder)
    except OSError:
        is_link = False
        with suppress(FileNotFoundError):
            is_link = stat.S_ISLNK(os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode)
        return ("a link" if is_link else "not readable"), b""
    with _closing(handle):
        info = os.fstat(handle)
        if stat.S_ISDIR(info.st_mode):
            return "a folder", b""
        if not stat.S_ISREG(info.st_mode):
            return "no plain file", b""
        if info.st_nlink > 1:
            return "a hard link", b""
        if info.st_uid != owner:
            return "another account's file", b""
        with open(handle, "rb", closefd=False) as file:
            data = file.read(MAX_FILE + 1)
        if len(data) > MAX_FILE:
            return f"larger than {MAX_FILE // 2**20} MB", b""
        # What was changed after the folder was handed in was received then.
        taken.received = max(taken.received, info.st_ctime)
        return "", data
