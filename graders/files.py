"""Files that are there as a whole or not at all, those of a release, and digests of values."""

import fcntl
import hashlib
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

# How much of a file is copied at once.
PART = 2**20


def write_whole(path: Path, content: bytes, mode: int = 0o600) -> None:
    """Write a file so that it is there as a whole or not at all."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    try:
        with open(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fchmod(handle, mode)
            os.fsync(file.fileno())
        os.replace(name, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(name)
        raise


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock on a file, which is made if it is missing; wait for whoever holds it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        if os.geteuid() == 0:  # those whose folder it is go on after us
            owner = path.parent.stat()
            os.fchown(handle, owner.st_uid, owner.st_gid)
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        # Closing is not enough: what was forked meanwhile would go on to hold it.
        fcntl.flock(handle, fcntl.LOCK_UN)
        os.close(handle)


def link_whole(path: Path, other: Path) -> None:
    """Put a file in the place of another as well, without a copy where that is possible."""
    partial = other.with_name(f".{other.name}.part")
    partial.unlink(missing_ok=True)
    try:
        os.link(path, partial)
    except OSError:  # not every file system has links
        shutil.copy2(path, partial)
    os.replace(partial, other)


def copy_open(handle: int, target: Path, most: int = sys.maxsize) -> bool:
    """Copy what is in an open file, and no room for its holes; whether it was not too much.

    Parameters
    ----------
    most : int
        How many bytes may come. Of more nothing is kept.
    """
    size = 0
    with open(target, "wb") as file:
        while data := os.read(handle, PART):
            size += len(data)
            if size > most:
                break
            if data.strip(b"\0"):
                file.write(data)
            else:
                file.seek(len(data), os.SEEK_CUR)
        file.truncate(min(size, most))
    if size > most:
        target.unlink()
    return size <= most


def copy_file(path: str | Path, target: str | Path) -> None:
    """Copy a regular file with its times, as `shutil.copy2` does, and no room for its holes."""
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
    try:
        copy_open(handle, Path(target))
    finally:
        os.close(handle)
    shutil.copystat(path, target)


def replace_folder(made: Path, target: Path) -> None:
    """Put a folder that was made beside it in the place of another, if that is there."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.exists():
        shutil.rmtree(target)
    made.rename(target)


def digest(*parts: object) -> str:
    """Return a digest of plain values."""
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def released_files(folder: Path) -> dict[str, bytes]:
    """Return the files of an assignment's folder that students' processes find, by their paths."""
    found = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        hidden = any(part.startswith((".", "__pycache__")) for part in name.parts)
        if path.is_file() and not path.is_symlink() and not hidden and path.suffix != ".ipynb":
            found[str(name)] = path.read_bytes()
    return found
