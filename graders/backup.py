"""Copies a course into one archive while it is being used, and restores it into an empty folder.

Nearly all is copied while everybody goes on. Then nothing is recorded for a moment, in which the
databases are copied by their own means, and once more what has changed of the files. The queue is
first: so what it calls graded is in the gradebook, and what it has received is among the files.
What comes in later stands in the exchange, and is received from there.
"""

import hashlib
import json
import os
import shutil
import sqlite3
import stat
import subprocess
import tarfile
import tempfile
import time
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import IO, Any

from sqlalchemy.engine import URL, make_url

from graders.batch.assignment import KEPT
from graders.course import RECORDING, Course, CourseError
from graders.files import PART
from graders.service.paths import FOLDER, LOCK, PLACING, QUEUE, TEMPORARY
from graders.service.queue import Queue

ENDING = ".tar.gz"
# In the archive: what is in it, as its last member, and the folder of the course.
MANIFEST, INSIDE = "backup.json", "course/"
VERSION = 1
GRADEBOOK = "gradebook.db"
DUMP = "gradebook.pgdump"
# What can be made again, or means something to the running service alone.
_LEFT_OUT = {KEPT, RECORDING, *map(str, (TEMPORARY, PLACING, LOCK, FOLDER / "alive"))}
_NAMES = {".ipynb_checkpoints", "__pycache__"}
_BESIDE = ("-journal", "-wal", "-shm")  # SQLite's, of a database
# How often a file is read that changes meanwhile, and the seconds between.
_TRIES, _PAUSE = 5, 0.05
# Copies of this size stay in memory until they are in the archive.
_IN_MEMORY = 16 * 2**20
# Seconds that another program's change of a database is waited for.
_PATIENCE = 60.0
# What reading raises if an archive is damaged, or is none.
_DAMAGED = (
    *(tarfile.TarError, zlib.error, EOFError, OSError, sqlite3.Error),
    *(ValueError, KeyError, TypeError),
)


@dataclass
class Backup:
    """A backup that was made.

    Attributes
    ----------
    path : Path
    files, size : int
        How many there are in it, and their bytes.
    notes : list of str
        What is not as one might think, as sentences.
    """

    path: Path
    files: int
    size: int
    notes: list[str]


def back_up(course: Course, target: Path) -> Backup:
    """Copy a course into an archive, which is there as a whole or not at all.

    Parameters
    ----------
    course : Course
    target : Path
        The archive; or a folder, in which it gets the name of the course and the time.

    Raises
    ------
    CourseError
        If it cannot be copied. The message says why.
    """
    if target.is_dir():
        target /= f"{course.root.name}-{datetime.now():%Y-%m-%d_%H-%M-%S}{ENDING}"
    target = target.absolute()
    if target.parent.resolve().is_relative_to(course.root):
        raise CourseError(f"{target} is in the course's folder: keep backups outside of it")
    gradebook = _Gradebook(course)
    try:
        with (
            _whole(target) as file,
            tempfile.TemporaryDirectory(dir=target.parent, prefix=".") as aside,
        ):
            archive = _write(file, course, gradebook, Path(aside))
    except OSError as error:
        raise CourseError(f"there is no backup: {error}") from None
    size = sum(one.size for one in archive.files.values())
    return Backup(target, len(archive.files), size, [*gradebook.notes, *archive.notes])


@contextmanager
def _whole(target: Path) -> Iterator[IO[bytes]]:
    """Open a file that takes its place at the end, if nothing was raised."""
    handle, partial = tempfile.mkstemp(dir=target.parent, prefix=".", suffix=".part")
    try:
        with open(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.replace(partial, target)
    finally:
        Path(partial).unlink(missing_ok=True)


def _write(file: IO[bytes], course: Course, gradebook: "_Gradebook", aside: Path) -> "_Archive":
    with tarfile.open(fileobj=file, mode="w:gz", compresslevel=3) as tar:
        archive = _Archive(tar, course.root, gradebook.own)
        archive.add_changed()
        queue, copied = aside / "queue", aside / "gradebook"
        with course.recording():
            if (course.root / QUEUE).exists():
                copy_database(course.root / QUEUE, queue)
            gradebook.copy(copied)
            archive.add_changed()
        for name, path in ((str(QUEUE), queue), (gradebook.name, copied)):
            if path.exists():
                archive.add(name, path)
        archive.end(gradebook.kind)
    return archive


def copy_database(path: Path, target: Path) -> None:
    """Copy an SQLite database that others may be changing, by SQLite's own means.

    Raises
    ------
    CourseError
        If it cannot be read, or is damaged.
    """
    try:
        with (
            closing(sqlite3.connect(path, timeout=_PATIENCE)) as source,
            closing(sqlite3.connect(target)) as copy,
        ):
            source.backup(copy)
            said = copy.execute("PRAGMA quick_check").fetchone()[0]
    except sqlite3.Error as error:
        said = str(error)
    if said != "ok":
        raise CourseError(f"{path} cannot be copied: {said}")


class _Gradebook:
    """The course's gradebook, in whatever database it is.

    Attributes
    ----------
    kind : str
        ``sqlite`` or ``postgresql``.
    own : Path or None
        Where it is in the course's folder, if it is there.
    name : str
        What it is called in the archive.
    """

    def __init__(self, course: Course):
        url = make_url(course.directory.db_url)
        self.kind, self._url = url.get_backend_name(), url
        self.own: Path | None = None
        self.notes: list[str] = []
        self._path = Path()
        if self.kind == "sqlite":
            self._path = course.root / (url.database or "")
            self.name = GRADEBOOK
            if self._path.is_relative_to(course.root):
                self.own = self._path.relative_to(course.root)
                self.name = str(self.own)
            else:
                said = f"The gradebook is at {self._path}; in the backup it is {GRADEBOOK}."
                self.notes.append(said)
        elif self.kind == "postgresql":
            self.name = DUMP
            if not (program := shutil.which("pg_dump")):
                raise CourseError(
                    "the gradebook is in PostgreSQL, and there is no pg_dump on PATH to copy it: "
                    "install PostgreSQL's client programs"
                )
            self._program = program
        else:
            raise CourseError(
                f"the gradebook is in a database of the kind {self.kind}, which is not backed up "
                "here, and a backup without it is none: use that database's own program"
            )

    def copy(self, target: Path) -> None:
        """Copy it, if there is one already."""
        if self.kind == "postgresql":
            dump(self._program, self._url, target)
        elif self._path.exists():
            copy_database(self._path, target)


def dump(program: str, url: URL, target: Path) -> None:
    """Copy a PostgreSQL database by its own ``pg_dump``.

    Raises
    ------
    CourseError
        With what that says, if it fails.
    """
    # Not on the command line, which everybody on the machine can read.
    password = {"PGPASSWORD": str(url.password)} if url.password else {}
    place = url.set(drivername="postgresql", password=None).render_as_string()
    options = ["--format=custom", "--no-owner", "--no-privileges", "--no-password"]
    done = subprocess.run(
        [program, *options, f"--file={target}", f"--dbname={place}"],
        env=os.environ | password,
        capture_output=True,
        text=True,
        errors="replace",
    )
    if done.returncode:
        raise CourseError(f"the gradebook cannot be copied: {done.stderr.strip()[-1000:]}")


@dataclass(frozen=True)
class _File:
    """A file in the archive.

    Attributes
    ----------
    seen : tuple
        What tells whether it has changed since.
    """

    seen: tuple
    size: int
    moment: int
    mode: int
    digest: str


class _Archive:
    """An archive that is being written.

    A file that is added again takes the place of the one before, by its later position.

    Parameters
    ----------
    gradebook : Path or None
        Where in the folder a gradebook is, which is copied otherwise.
    """

    def __init__(self, tar: tarfile.TarFile, root: Path, gradebook: Path | None):
        self._tar, self._root = tar, root
        databases = [str(one) for one in (QUEUE, gradebook) if one is not None]
        beside = {f"{one}{ending}" for one in databases for ending in _BESIDE}
        self._skipped = {*_LEFT_OUT, *databases, *beside}
        self.files: dict[str, _File] = {}
        self._folders: list[str] = []
        self._links: dict[str, str] = {}
        self._unsettled: set[str] = set()
        self._others: set[str] = set()

    @property
    def notes(self) -> list[str]:
        """What is not as one might think, as sentences."""
        changing = f"They changed again and again while they were copied: {_some(self._unsettled)}."
        others = f"Neither files nor folders, and left out: {_some(self._others)}."
        return [changing] * bool(self._unsettled) + [others] * bool(self._others)

    def add_changed(self) -> None:
        """Add what was not added yet or has changed since; leave out what is gone."""
        self._folders, self._links, self._others = [], {}, set()
        self._unsettled.clear()
        there = set()
        for name, path, info in self._walk():
            if stat.S_ISDIR(info.st_mode):
                self._folders.append(name)
            elif stat.S_ISLNK(info.st_mode):
                with suppress(FileNotFoundError):
                    self._links[name] = os.readlink(path)
            elif stat.S_ISREG(info.st_mode):
                known = self.files.get(name)
                if (known and known.seen == _seen(info)) or self.add(name, path):
                    there.add(name)
            else:
                self._others.add(name)
        self.files = {name: self.files[name] for name in self.files if name in there}

    def _walk(self) -> Iterator[tuple[str, Path, os.stat_result]]:
        waiting = [self._root]
        while waiting:
            folder = waiting.pop()
            try:
                with os.scandir(folder) as entries:
                    found = sorted(entries, key=lambda entry: entry.name)
            except FileNotFoundError:  # it is gone, or another has its place
                continue
            # An environment of Python's, which is made from requirements.
            if folder.parent == self._root and any(e.name == "pyvenv.cfg" for e in found):
                continue
            for entry in found:
                name = str(Path(entry.path).relative_to(self._root))
                if name in self._skipped or entry.name in _NAMES:
                    continue
                with suppress(FileNotFoundError):
                    info = entry.stat(follow_symlinks=False)
                    if stat.S_ISDIR(info.st_mode):
                        waiting.append(Path(entry.path))
                    yield name, Path(entry.path), info

    def add(self, name: str, path: Path) -> bool:
        """Add a file under a name; return whether it is still there."""
        with tempfile.SpooledTemporaryFile(_IN_MEMORY) as copy:
            for attempt in range(_TRIES):
                try:
                    before, digest = _copy(path, copy)
                    after = path.lstat()
                except FileNotFoundError:
                    return False
                if _seen(before) == _seen(after):
                    self._unsettled.discard(name)
                    break
                self._unsettled.add(name)
                time.sleep(_PAUSE * attempt)
            size = copy.tell()
            copy.seek(0)
            member = tarfile.TarInfo(INSIDE + name)
            member.size, member.mode = size, 0o600
            member.mtime = int(before.st_mtime)
            self._tar.addfile(member, copy)
        mode = stat.S_IMODE(before.st_mode)
        self.files[name] = _File(_seen(before), size, before.st_mtime_ns, mode, digest)
        return True

    def end(self, database: str) -> None:
        """Add what says what is in it."""
        files = {n: [f.size, f.moment, f.mode, f.digest] for n, f in self.files.items()}
        manifest = {
            "version": VERSION,
            "made": time.time(),
            "database": database,
            "folders": self._folders,
            "links": self._links,
            "files": files,
        }
        with tempfile.TemporaryFile() as file:
            file.write(json.dumps(manifest).encode())
            member = tarfile.TarInfo(MANIFEST)
            member.size, member.mode, member.mtime = file.tell(), 0o600, int(time.time())
            file.seek(0)
            self._tar.addfile(member, file)


def _seen(info: os.stat_result) -> tuple:
    return info.st_ino, info.st_size, info.st_mtime_ns, info.st_ctime_ns


def _copy(path: Path, copy: Any) -> tuple[os.stat_result, str]:
    """Copy a file into an open one; return its state before, and its digest."""
    copy.seek(0)
    copy.truncate()
    hashed = hashlib.sha256()
    with open(os.open(path, os.O_RDONLY | os.O_NOFOLLOW), "rb") as file:
        info = os.fstat(file.fileno())
        while data := file.read(PART):
            hashed.update(data)
            copy.write(data)
    return info, hashed.hexdigest()


def _some(names: set[str]) -> str:
    found = [ascii(name) for name in sorted(names)]
    return ", ".join(found[:10]) + (f" and {len(found) - 10} more" if len(found) > 10 else "")


@dataclass
class Restored:
    """A course that was restored."""

    folder: Path
    files: int
    made: float
    notes: list[str] = field(default_factory=list)


def restore(archive: Path, folder: Path) -> Restored:
    """Restore a course into a folder that is empty or not there; as a whole or not at all.

    What students were given is given to them once more, as the exchange may be another one.

    Raises
    ------
    CourseError
        If the folder is not empty, or the archive is damaged or none.
    """
    folder = folder.absolute()
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise CourseError(f"{folder} is not empty: name a folder that is, or that is not there yet")
    folder.parent.mkdir(parents=True, exist_ok=True)
    partial = Path(tempfile.mkdtemp(dir=folder.parent, prefix=".", suffix=".part"))
    try:
        with tarfile.open(archive, "r:gz") as tar:
            manifest = _manifest(tar)
            _extract_all(tar, manifest, partial)
        if (partial / QUEUE).exists():
            with closing(Queue(partial / QUEUE)) as queue:
                queue.give_again()
        partial.rename(folder)
    except _DAMAGED as error:
        said = str(error) or type(error).__name__
        raise CourseError(f"{archive} cannot be restored: {said}") from None
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    done = Restored(folder, len(manifest["files"]), manifest["made"])
    if manifest["database"] == "postgresql":
        done.notes.append(
            f"The gradebook is {folder / DUMP}. Make an empty database, and fill it by "
            f"`pg_restore --no-owner --dbname=DATABASE {folder / DUMP}`."
        )
    return done


def _manifest(tar: tarfile.TarFile) -> dict[str, Any]:
    try:
        member = tar.getmember(MANIFEST)
    except KeyError:
        raise ValueError("it is not a backup of a course, or not whole") from None
    manifest = json.loads(_opened(tar, member).read())
    if manifest["version"] != VERSION:
        raise ValueError(f"it was made by another version of this program ({manifest['version']})")
    return manifest


def _extract_all(tar: tarfile.TarFile, manifest: dict[str, Any], target: Path) -> None:
    """Write what the manifest names, each file as it was added last, and nothing through a link."""
    for name in manifest["folders"]:
        _place(target, name).mkdir(parents=True, exist_ok=True)
    members = {member.name: member for member in tar.getmembers() if member.isreg()}
    wanted = {members[INSIDE + name]: (name, *rest) for name, rest in manifest["files"].items()}
    # In the order of the archive, which is read from one end to the other.
    for member in sorted(wanted, key=lambda member: member.offset):
        name, size, moment, mode, digest = wanted[member]
        path = _place(target, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        hashed = hashlib.sha256()
        with open(path, "xb") as file, _opened(tar, member) as source:
            while data := source.read(PART):
                hashed.update(data)
                file.write(data)
        if (hashed.hexdigest(), path.stat().st_size) != (digest, size):
            raise ValueError(f"{name!a} is damaged in it")
        path.chmod(mode & 0o777)
        os.utime(path, ns=(moment, moment))
    for name, to in manifest["links"].items():
        _place(target, name).symlink_to(to)


def _place(target: Path, name: str) -> Path:
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or not path.parts:
        raise ValueError(f"{name!a} would be outside of the folder")
    return target / path


def _opened(tar: tarfile.TarFile, member: tarfile.TarInfo) -> IO[bytes]:
    source = tar.extractfile(member)
    if source is None:
        raise ValueError(f"{member.name!a} is not a file in it")
    return source
