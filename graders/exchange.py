"""Takes submissions out of nbgrader's exchange, and gives feedback back into it, safely.

Everything in ``inbound/`` was made by students' accounts, and may be a link to the instructor's
notebook, a folder under somebody else's name, or claim a false time. So nothing here follows a
link, a submission counts for the account that owns it, and the time is the file system's.
"""

import hashlib
import os
import pwd
import re
import shutil
import stat
import time
from collections.abc import Container, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

from nbgrader.utils import notebook_hash

from graders.files import copy_open, link_whole, write_whole
from graders.intake.candidates import may_be_notebook
from graders.intake.folder import plain
from graders.intake.limits import MAX_FILE
from graders.intake.places import IGNORED, MAX_DEPTH, Folder
from graders.names import fault_of_assignment, fault_of_student, shown_name

# nbgrader's last step of submitting: the folder becomes readable and writable for everybody.
COMPLETE = 0o777
MAX_FILES = 100
MAX_TOTAL = MAX_FILE
SECRET = "submission_secret.txt"
MAX_SECRET = 4096  # bytes; nbgrader's has 128
# How many notebooks of a submission that is refused are answered: the list in which students look
# shows an answer when it is there for every notebook that they handed in.
MAX_NAMED = 300
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

    def waiting(self, known: Container[str] = ()) -> dict[int, list[str]]:
        """Return by owner what is complete and not known, the oldest first by its last change."""
        found: dict[int, list[tuple[float, str]]] = {}
        with os.scandir(self.inbound) as entries:
            for entry in entries:
                if entry.name not in known:
                    with suppress(OSError):  # its maker has removed it
                        info = entry.stat(follow_symlinks=False)
                        if _is_complete(info):
                            found.setdefault(info.st_uid, []).append((info.st_ctime, entry.name))
        return {owner: [name for _, name in sorted(names)] for owner, names in found.items()}

    def is_released(self, assignment: str) -> bool:
        """Whether students can fetch an assignment; nbgrader's Submit asks for that, too."""
        return (self.folder / "outbound" / assignment).is_dir()

    def is_complete(self, name: str) -> bool:
        """Whether a submission is written to its end, or will not be any more.

        Raises
        ------
        SubmissionGone
            If it is not there any more.
        """
        with _gone():
            return _is_complete(os.lstat(self.inbound / name))

    def receive(self, name: str, target: Path, receipt: Receipt) -> None:
        """Copy a submission out of `inbound`.

        The target is an empty folder. The receipt is filled in as far as it goes, also if the
        submission is refused.

        Raises
        ------
        SubmissionRefused
            If it does not count.
        SubmissionGone
            If it is not there any more.
        OSError
            If the copy cannot be written.
        """
        try:
            with _gone():
                info = os.lstat(self.inbound / name)
        except PermissionError:  # its maker has mounted something there
            raise SubmissionRefused("It cannot be opened.") from None
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
            with _gone():
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
            try:
                _refuse_large(handle)
                _copy_all(handle, info.st_uid, target, receipt)
                received = Folder(target)
                if not any(may_be_notebook(received, found) for found in received.names()):
                    raise SubmissionRefused("There is no notebook in it that can be read.")
            except SubmissionRefused:
                forget(target)
                _copy_names(handle, info.st_uid, target)
                raise

    def publish(self, name: str, copy: Path, pages: dict[str, bytes]) -> None:
        """Give feedback pages back to whoever made a submission.

        Where nbgrader's list of assignments looks for them, under the names of the released
        notebooks, and the first one under those of others in the copy that was received; or, if the
        submission is not one that Submit makes, the first one into its own folder, which only its
        maker knows.

        Parameters
        ----------
        pages : dict of str to bytes
            By the name of the notebook, which is empty if that is not known.
        """
        page = next(iter(pages.values()))
        secret = copy / SECRET
        found = {path.stem for path in copy.glob("*.ipynb")}
        if found and secret.is_file() and (text := _text(secret)):
            written: dict[bytes, Path] = {}
            for stem in sorted({*pages, *found} - {""}, key=lambda stem: stem not in pages):
                hashed = notebook_hash(secret=text, notebook_id=stem)
                target, content = self._feedback / f"{hashed}.html", pages.get(stem, page)
                if content in written:  # the same page, which takes no more room
                    link_whole(written[content], target)
                    continue
                write_whole(target, content, mode=0o644)
                written[content] = target
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


def _is_complete(info: os.stat_result) -> bool:
    if not stat.S_ISDIR(info.st_mode):
        return True
    whole = stat.S_IMODE(info.st_mode) & 0o777 == COMPLETE
    return whole or time.time() - info.st_ctime > COMPLETION_TIMEOUT


def _account(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"account {uid}"


@contextmanager
def _gone() -> Iterator[None]:
    # Not looked up afterwards: by then it may be back, and it would be a fault of the exchange.
    try:
        yield
    except FileNotFoundError:
        raise SubmissionGone("It was removed while it was looked at.") from None


@contextmanager
def _closing(handle: int) -> Iterator[int]:
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


def _text(secret: Path) -> str:
    with open(secret, encoding="utf-8", errors="replace") as file:
        return file.read(MAX_SECRET)


def _refuse_large(folder: int, depth: int = MAX_DEPTH, counted: list[int] | None = None) -> None:
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
                    with _closing(os.open(entry.name, _FOLDER, dir_fd=folder)) as inner:
                        _refuse_large(inner, depth - 1, counted)
            except OSError:
                continue  # it has just gone, or cannot be read, and is not copied then
    if counted[1] > MAX_TOTAL:
        raise SubmissionRefused(f"It is larger than {MAX_TOTAL // 2**20} MB.")


def _copy_names(folder: int, owner: int, target: Path) -> None:
    """Copy of a submission what an answer takes: the secret, and the names of notebooks."""
    if not (target / SECRET).exists():
        _copy_file(folder, SECRET, owner, target / SECRET, MAX_SECRET)
    with os.scandir(folder) as entries:
        names = islice((e.name for e in entries if e.name.endswith(".ipynb")), MAX_NAMED)
        for name in names:
            if plain(name) == name:
                (target / name).touch()


def _copy_all(folder: int, owner: int, target: Path, receipt: Receipt) -> None:
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
            with _closing(inner):
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
        handle = os.open(name, _FOLDER, dir_fd=folder)
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
    with _closing(handle):
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
