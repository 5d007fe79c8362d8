"""Where notebooks may be in what was handed in: a folder, or a zip archive.

Links are not followed, and nothing outside is reached; sizes and counts are bounded.
"""

import io
import lzma
import os
import stat
import struct
import zipfile
import zlib
from pathlib import Path, PurePosixPath
from typing import Protocol

from graders.intake.limits import MAX_FILE
from graders.intake.reading import UnreadableNotebookError, read_file

MAX_ENTRIES = 1000
MAX_DIRECTORY = 2**20  # bytes of a zip archive's list of contents
MAX_DEPTH = 8
CHECKPOINTS = ".ipynb_checkpoints"
# What nbgrader's Submit puts beside the notebook, for the way back.
SECRET = "submission_secret.txt"
IGNORED = (CHECKPOINTS, "__pycache__", "__MACOSX")
ZIP = b"PK\x03\x04"
# What the ways in which an archive can be packed raise when it is damaged.
_DAMAGE = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error),
    *(ValueError, NotImplementedError, EOFError, OSError),
)


class Place(Protocol):
    """Something that holds files by their names, which are paths below it."""

    def names(self) -> list[str]:
        """Return the names of its files, in order."""

    def read(self, name: str, limit: int) -> bytes:
        """Return a file's content, at most so many bytes.

        Raises
        ------
        UnreadableNotebookError
            If that cannot be done, or the file is larger.
        """

    def start(self, name: str, count: int) -> bytes:
        """Return so many bytes of a file's beginning; raises as `read` does."""


class Folder:
    """A folder, and its folders some levels down."""

    def __init__(self, path: Path):
        self.path = path

    def names(self) -> list[str]:
        """Return the names of its files, in order; links and hidden ones are left out."""
        return sorted(_files(self.path, "", MAX_DEPTH, [MAX_ENTRIES]))

    def read(self, name: str, limit: int) -> bytes:
        """Return a file's content."""
        return read_file(self._path(name), limit)

    def start(self, name: str, count: int) -> bytes:
        """Return a file's beginning."""
        return read_file(self._path(name), MAX_FILE, count)

    def _path(self, name: str) -> Path:
        path = self.path
        parts = _parts(name)
        for part in parts[:-1]:
            path /= part
            if not stat.S_ISDIR(os.lstat(path).st_mode if os.path.lexists(path) else 0):
                raise UnreadableNotebookError(f"There is no {name}.")
        return path / parts[-1]


class Archive:
    """A zip archive.

    Raises
    ------
    UnreadableNotebookError
        If it is damaged, or has more in it than a person hands in.
    """

    def __init__(self, data: bytes):
        try:
            _refuse_endless(data)
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except _DAMAGE:
            raise UnreadableNotebookError("The zip archive is damaged.") from None
        self._entries = {
            info.filename: info
            for info in self._zip.infolist()[:MAX_ENTRIES]
            if not info.filename.endswith("/") and not _is_link(info) and _is_visible(info.filename)
        }

    def names(self) -> list[str]:
        """Return the names of its files, in order; links and hidden ones are left out."""
        return sorted(self._entries)

    def read(self, name: str, limit: int) -> bytes:
        """Return a file's content."""
        data = self.start(name, limit + 1)  # whatever size it claims to have
        if len(data) > limit:
            raise UnreadableNotebookError(f"The file is larger than {limit // 2**20} MB.")
        return data

    def start(self, name: str, count: int) -> bytes:
        """Return a file's beginning."""
        if name not in self._entries:
            raise UnreadableNotebookError(f"There is no {name} in the zip archive.")
        info = self._entries[name]
        if info.flag_bits & 1:
            raise UnreadableNotebookError("The zip archive is protected by a password.")
        try:
            with self._zip.open(info) as file:
                return file.read(count)
        except _DAMAGE:
            raise UnreadableNotebookError("The zip archive is damaged.") from None


def beside(place: Place, name: str, wanted: str) -> str:
    """Return the name of a file that is found from another one by a relative path.

    Raises
    ------
    UnreadableNotebookError
        If the path leads elsewhere.
    """
    return str(PurePosixPath(name).parent.joinpath(*_parts(wanted)))


def _parts(name: str) -> list[str]:
    parts = [part for part in name.replace("\\", "/").split("/") if part not in ("", ".")]
    if not parts or ".." in parts or name.startswith("/") or "\0" in name:
        raise UnreadableNotebookError("The file has a path that leads elsewhere.")
    return parts


def _files(folder: Path, prefix: str, depth: int, left: list[int]) -> list[str]:
    found = []
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        return []
    for entry in entries:
        left[0] -= 1
        if left[0] < 0:
            break
        if not _is_visible(entry.name):
            continue
        if entry.is_file(follow_symlinks=False):
            found.append(f"{prefix}{entry.name}")
        elif entry.is_dir(follow_symlinks=False) and depth:
            found += _files(folder / entry.name, f"{prefix}{entry.name}/", depth - 1, left)
    return found


def _is_visible(name: str) -> bool:
    parts = name.replace("\\", "/").split("/")
    hidden = any(part.startswith(".") or part in IGNORED for part in parts)
    return not hidden and not name.startswith("/") and "" not in parts


def _is_link(info: zipfile.ZipInfo) -> bool:
    kind = stat.S_IFMT(info.external_attr >> 16)
    return kind not in (0, stat.S_IFREG)


def _refuse_endless(data: bytes) -> None:
    """Refuse an archive whose list of contents would take much memory before it can be bounded."""
    tail = data[-(2**16 + 42) :]
    end = tail.rfind(b"PK\x05\x06")
    if end < 0 or b"PK\x06\x07" in tail:
        raise ValueError("no end, or in the format for very large archives")
    if struct.unpack_from("<L", tail, end + 12)[0] > MAX_DIRECTORY:
        raise ValueError("too many entries")
