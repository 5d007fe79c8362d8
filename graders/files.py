"""Files that are there as a whole or not at all, those of a release, and digests of values."""

import hashlib
import json
import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path


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


def link_whole(path: Path, other: Path) -> None:
    """Put a file in the place of another as well, without a copy where that is possible."""
    partial = other.with_name(f".{other.name}.part")
    partial.unlink(missing_ok=True)
    try:
        os.link(path, partial)
    except OSError:  # not every file system has links
        shutil.copy2(path, partial)
    os.replace(partial, other)


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
