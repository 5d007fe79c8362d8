"""The folders that a sandboxed process may write, and the copy of the released files in one."""

import os
import shutil
import stat
import subprocess
from dataclasses import dataclass

from graders.execute.sandbox.limits import Limits


class FilesRefused(RuntimeError):
    """The files to be copied into a sandbox are more than its limits allow."""


@dataclass(frozen=True)
class Folders:
    """Where a sandboxed process finds what, by the names that it sees itself."""

    work: str
    home: str
    tmp: str

    @classmethod
    def below(cls, folder: str) -> "Folders":
        """Return the names that they have in a folder."""
        return cls(*(os.path.join(folder, name) for name in ("work", "home", "tmp")))

    def create(self, files: dict[str, str], limits: Limits, user: int) -> None:
        """Make the folders, owned by `user`, with copies of other folders' files.

        `files` tells what is copied where: the empty name is the working folder, any other one a
        folder in the home.
        """
        for folder in (self.work, self.home, self.tmp):
            os.mkdir(folder, 0o700)
        copy = _Copy(limits)
        for name, folder in files.items():
            target = os.path.join(self.home, name) if name else self.work
            os.makedirs(target, 0o700, exist_ok=True)
            copy.folder(folder, target)
        for folder in (self.work, self.home, self.tmp):
            _give(folder, user)


class _Copy:
    """Copies plain files and folders, within limits; links and devices stay behind.

    So do notebooks, which hold tests, and hidden files, which configure programs.
    """

    def __init__(self, limits: Limits):
        self._bytes = min(limits.tmp_size, limits.file_size)
        self._files = limits.files

    def folder(self, source: str, target: str) -> None:
        with os.scandir(source) as entries:
            for entry in entries:
                if entry.name.startswith(".") or entry.name.endswith(".ipynb"):
                    continue
                copy = os.path.join(target, entry.name)
                if entry.is_dir(follow_symlinks=False):
                    self._count(0)
                    os.mkdir(copy, 0o700)
                    self.folder(entry.path, copy)
                elif entry.is_file(follow_symlinks=False):
                    self._file(entry.path, copy)

    def _file(self, source: str, target: str) -> None:
        # The entry may have been exchanged since it was looked at.
        fd = os.open(source, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        with open(fd, "rb") as original:
            found = os.fstat(fd)
            if stat.S_ISREG(found.st_mode):
                self._count(found.st_size)
                with open(target, "xb") as copy:
                    shutil.copyfileobj(original, copy)

    def _count(self, size: int) -> None:
        self._files -= 1
        self._bytes -= size
        if self._files < 0 or self._bytes < 0:
            raise FilesRefused("the files to work with are larger than the limits of a sandbox")


def _give(folder: str, user: int) -> None:
    if os.geteuid() != 0:
        return
    os.chown(folder, user, user)
    for where, folders, files in os.walk(folder):
        for name in (*folders, *files):
            os.chown(os.path.join(where, name), user, user, follow_symlinks=False)


def remove(folder: str) -> None:
    """Remove a folder that student code could write, whatever it has made there."""
    try:
        shutil.rmtree(folder)
    except FileNotFoundError:
        pass
    except (OSError, RecursionError):
        # Unreadable folders, or ones in one another a thousand times.
        for command in ("chmod", "-R", "u+rwx"), ("rm", "-rf"):
            subprocess.run([*command, "--", folder], check=False, stderr=subprocess.DEVNULL)
