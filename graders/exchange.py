"""Takes submissions out of nbgrader's exchange, and gives feedback back into it, safely.

Everything in ``inbound/`` was made by students' accounts, and may be a link to the instructor's
notebook, a folder under somebody else's name, or claim a false time. So nothing here follows a
link, a submission counts for the account that owns it, and the time is the file system's.
"""

import hashlib
import os
import pwd
import re
import stat
import time
from collections.abc import Container, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from nbgrader.utils import notebook_hash

from graders.files import write_whole
from graders.intake.candidates import may_be_notebook
from graders.intake.folder import plain
from graders.intake.places import IGNORED, MAX_DEPTH, Folder
from graders.intake.reading import MAX_FILE
from graders.names import fault_of_assignment, fault_of_student, shown_name

# nbgrader's last step of submitting: the folder becomes readable and writable for everybody.
COMPLETE = 0o777
MAX_FILES = 100
MAX_TOTAL = MAX_FILE
SECRET = "submission_secret.txt"
TIMESTAMP_FILE = "timestamp.txt"
ANSWER = "feedback.html"
# How long a submission may take to be written, in seconds.
COMPLETION_TIMEOUT = 600.0
# The form in which nbgrader writes times.
TIME = "%Y-%m-%d %H:%M:%S.%f UTC"
_NAME = re.compile(r"(?P<student>.+)\+(?P<assignment>[^+]+)\+[^+]+\+[\w\-=]+", re.DOTALL)
# How a folder is opened that may be a link instead.
_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW


class SubmissionRefused(Exception):
    """A submission does not count; the message tells the student why, as a sentence."""


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
    """The folder of a course, by its id, in nbgrader's exchange.

    The identity, one of `IDENTITIES`, is how a student's name is checked against the owner of what
    they handed in.
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
        modes = {self.folder: 0o755, self.folder / "outbound": 0o755}
        for folder, mode in (modes | {self.inbound: 0o3733, self._feedback: 0o711}).items():
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
        return whole or time.time() - info.st_ctime > COMPLETION_TIMEOUT

    def receive(self, name: str, target: Path, receipt: Receipt) -> None:
        """Copy a submission out of `inbound`.

        The target is an empty folder. The receipt is filled in as far as it goes, also if the
        submission is refused.

        Raises
        ------
        SubmissionRefused
            If it does not count.
        OSError
            If the copy cannot be written.
        """
        info = os.lstat(self.inbound / name)
        receipt.received, receipt.student = info.st_ctime, _account(info.st_uid)
        match = _NAME.fullmatch(name)
        if match is None:
            raise SubmissionRefused("Its name is not one that nbgrader's Submit gives.")
        if fault := fault_of_assignment(match["assignment"]):
            raise SubmissionRefused(f"The name of its assignment {fault}.")
        receipt.assignment = match["assignment"]
        if not stat.S_ISDIR(info.st_mode):
            raise SubmissionRefused("It is not a folder, and Submit makes folders.")
        student = match["student"]
        if fault := fault_of_student(student):
            raise SubmissionRefused(f"The name under which it was handed in {fault}.")
        try:
            handle = os.open(self.inbound / name, _FOLDER)
        except OSError:
            raise SubmissionRefused("The submission is incomplete: it cannot be opened.") from None
        with _closing(handle):
            info = os.fstat(handle)  # of what is opened, whatever is done to the name now
            if not self._is_owner(student, info.st_uid):
                raise SubmissionRefused(
                    "It was handed in under a name that is not the account's own."
                )
            receipt.student, receipt.received = student, info.st_ctime
            if stat.S_IMODE(info.st_mode) & 0o777 != COMPLETE:
                raise SubmissionRefused("The submission is incomplete.")
            _copy_all(handle, info.st_uid, target, receipt)
        received = Folder(target)
        if not any(may_be_notebook(received, found) for found in received.names()):
            raise SubmissionRefused("There is no notebook in it that can be read.")

    def publish(self, name: str, copy: Path, notebooks: set[str], page: bytes) -> None:
        """Give a feedback page back to whoever made a submission.

        Where nbgrader's list of assignments looks for it, under the names of the released notebooks
        and of those in the copy that was received; or, if the submission is not one that Submit
        makes, into its own folder, which only its maker knows.
        """
        secret = copy / SECRET
        found = {path.stem for path in copy.glob("*.ipynb")}
        if found and secret.is_file() and (text := secret.read_text(errors="replace")):
            for stem in found | notebooks:
                target = self._feedback / f"{notebook_hash(secret=text, notebook_id=stem)}.html"
                write_whole(target, page, mode=0o644)
            return
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
        # The folder may be gone, full of something else, or never have been one.
        with suppress(OSError), _closing(os.open(self.inbound / name, _FOLDER)) as handle:
            with suppress(FileNotFoundError):
                os.unlink(ANSWER, dir_fd=handle)
            with open(os.open(ANSWER, flags, 0o644, dir_fd=handle), "wb") as file:
                file.write(page)


def timestamp(received: float) -> str:
    """Return a time of receipt as nbgrader reads it."""
    return datetime.fromtimestamp(received, UTC).strftime(TIME)


def _account(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"account {uid}"


@contextmanager
def _closing(handle: int) -> Iterator[int]:
    try:
        yield handle
    finally:
        os.close(handle)


def _copy_all(folder: int, owner: int, target: Path, receipt: Receipt) -> None:
    """Copy the plain files of a folder that belong to its owner; note the others."""
    left = [MAX_FILES, MAX_TOTAL]
    _copy(folder, owner, target, receipt, left, MAX_DEPTH)
    (target / TIMESTAMP_FILE).write_text(timestamp(receipt.received))


def _copy(
    folder: int, owner: int, target: Path, receipt: Receipt, left: list[int], depth: int
) -> None:
    for name in sorted(os.listdir(folder)):
        left[0] -= 1
        if left[0] < 0:
            raise SubmissionRefused(f"It has more than {MAX_FILES} files.")
        if name in (TIMESTAMP_FILE, ANSWER, *IGNORED):
            continue  # the student's word about the time; our own; leftovers
        copy = target / plain(name)
        inner = _open_folder(folder, name, owner) if depth and not copy.exists() else None
        if inner is not None:
            with _closing(inner):
                copy.mkdir()
                _copy(inner, owner, copy, receipt, left, depth - 1)
            continue
        reason, data = _read(folder, name, owner, receipt)
        if not reason and copy.exists():
            reason = "called like another one"
        if reason:
            receipt.notes.append(f"{shown_name(name)} is {reason}: set aside")
            continue
        left[1] -= len(data)
        if left[1] < 0:
            raise SubmissionRefused(f"It is larger than {MAX_TOTAL // 2**20} MB.")
        copy.write_bytes(data)


def _open_folder(folder: int, name: str, owner: int) -> int | None:
    """Open a folder in a folder, None if it is none, or belongs to somebody else."""
    try:
        handle = os.open(name, _FOLDER, dir_fd=folder)
    except OSError:
        return None
    if os.fstat(handle).st_uid == owner and plain(name)[0] == name[0]:
        return handle
    os.close(handle)
    return None


def _read(folder: int, name: str, owner: int, receipt: Receipt) -> tuple[str, bytes]:
    """Return why a file is not received, or nothing and its content."""
    if plain(name)[0] != name[0]:
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
            return "not a regular file", b""
        if info.st_nlink > 1:
            return "a hard link", b""
        if info.st_uid != owner:
            return "another account's file", b""
        with open(handle, "rb", closefd=False) as file:
            data = file.read(MAX_FILE + 1)
        if len(data) > MAX_FILE:
            return f"larger than {MAX_FILE // 2**20} MB", b""
        # What was changed after the folder was handed in was received then.
        receipt.received = max(receipt.received, info.st_ctime)
        return "", data
