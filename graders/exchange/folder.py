"""Takes submissions out of nbgrader's exchange, and gives feedback back into it, safely.

Everything in ``inbound/`` was made by students' accounts, and may be a link to the instructor's
notebook, a folder under somebody else's name, or claim a false time. So nothing here follows a
link, a submission counts for the account that owns it, and the time is the file system's.
"""

import os
import re
import stat
import time
from collections.abc import Container, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from nbgrader.utils import notebook_hash

from graders.exchange.identity import IDENTITIES, account_name
from graders.exchange.receiving import (
    ANSWER,
    FOLDER,
    MAX_SECRET,
    SECRET,
    Receipt,
    SubmissionGone,
    SubmissionRefused,
    closing,
    copy_all,
    copy_names,
    forget,
    refuse_large,
)
from graders.files import link_whole, write_whole
from graders.intake.candidates import may_be_notebook
from graders.intake.places import Folder
from graders.names import fault_of_assignment, fault_of_student

# nbgrader's last step of submitting: the folder becomes readable and writable for everybody.
COMPLETE = 0o777
# How long a submission may take to be written, in seconds.
COMPLETION_TIMEOUT = 600.0
_NAME = re.compile(r"(?P<student>.+)\+(?P<assignment>[^+]+)\+[^+]+\+[\w\-=]+", re.DOTALL)


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
        receipt.received, receipt.student = info.st_ctime, account_name(info.st_uid)
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
                handle = os.open(self.inbound / name, FOLDER)
        except OSError:
            raise SubmissionRefused("The submission is incomplete: it cannot be opened.") from None
        with closing(handle):
            info = os.fstat(handle)  # of what is opened, whatever is done to the name now
            if not self._is_owner(student, info.st_uid):
                raise SubmissionRefused(
                    "It was handed in under a name that is not the account's own."
                )
            receipt.student, receipt.received = student, info.st_ctime
            if stat.S_IMODE(info.st_mode) & 0o777 != COMPLETE:
                raise SubmissionRefused("The submission is incomplete.")
            try:
                refuse_large(handle)
                copy_all(handle, info.st_uid, target, receipt)
                received = Folder(target)
                if not any(may_be_notebook(received, found) for found in received.names()):
                    raise SubmissionRefused("There is no notebook in it that can be read.")
            except SubmissionRefused:
                forget(target)
                copy_names(handle, info.st_uid, target)
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
        with suppress(OSError), closing(os.open(self.inbound / name, FOLDER)) as handle:
            with suppress(FileNotFoundError):
                os.unlink(ANSWER, dir_fd=handle)
            with open(os.open(ANSWER, flags, 0o644, dir_fd=handle), "wb") as file:
                file.write(page)


def _is_complete(info: os.stat_result) -> bool:
    if not stat.S_ISDIR(info.st_mode):
        return True
    whole = stat.S_IMODE(info.st_mode) & 0o777 == COMPLETE
    return whole or time.time() - info.st_ctime > COMPLETION_TIMEOUT


@contextmanager
def _gone() -> Iterator[None]:
    # Not looked up afterwards: by then it may be back, and it would be a fault of the exchange.
    try:
        yield
    except FileNotFoundError:
        raise SubmissionGone("It was removed while it was looked at.") from None


def _text(secret: Path) -> str:
    with open(secret, encoding="utf-8", errors="replace") as file:
        return file.read(MAX_SECRET)
