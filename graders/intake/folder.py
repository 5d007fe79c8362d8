"""Makes the folder of a submission safe to read: what is not a regular file is set aside.

Nothing is thrown away: what is set aside is moved, and a list beside it says why.
"""

import itertools
import logging
import os
import re
import stat
import unicodedata
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from graders.intake.limits import MAX_FILE, MAX_FILES, MAX_FOLDER, Limit
from graders.intake.places import IGNORED
from graders.intake.timestamp import TIMESTAMP, timestamp
from graders.names import MAX_BYTES, shown_name

CODE = (".py", ".pyc", ".pth", ".so")
CACHES = IGNORED
ASIDE = "set_aside"
# Beside letters, marks, digits and dashes of any alphabet.
_PLAIN = " _.,'+=@~#%!^()[]{}"

log = logging.getLogger(__name__)


def prepare(folder: Path, released: Path, aside: Path) -> list[str]:
    """Leave in a submission's folder only what can be read without harm.

    Links, pipes, devices, large files and code that was not released (which might be named as a
    module is) are moved to `aside`, and folders in which there is any of the first three. A file
    whose name is not plain gets a plain one. Where the notebook is missing, an empty file marks the
    place, for nbgrader; it counts as none.

    Parameters
    ----------
    folder, released : Path
        ``submitted/STUDENT/ASSIGNMENT`` and ``release/ASSIGNMENT``.
    aside : Path
        A folder for what is set aside of this submission alone.

    Returns
    -------
    list of str
        What was done, as sentences for the instructor; as long as the notebook is missing, what was
        done in earlier runs, too.
    """
    notes: list[str] = []
    expected = sorted(path.name for path in released.glob("*.ipynb"))
    if len(os.listdir(folder)) > MAX_FILES:
        notes.append(_cleared(folder, [*expected, TIMESTAMP], aside, MAX_FILES))
    counted = itertools.count()
    for path in sorted(folder.iterdir()):
        if reason := _fault(path, released, counted):
            target = _move(path, aside)
            notes.append(f"{shown_name(path.name)} is {reason}: moved to {target}")
        elif (name := _plain_name(path)) != path.name:
            os.rename(path, path.with_name(name))
            notes.append(f"{shown_name(path.name)} was renamed to {name}")
    if sum(path.lstat().st_size for path in folder.rglob("*")) > MAX_FOLDER:
        notes.append(_cleared(folder, [*expected, TIMESTAMP], aside, MAX_FOLDER))
    _list(aside, notes)
    for name in expected:
        if not os.path.lexists(folder / name):
            (folder / name).touch()
        if not (folder / name).stat().st_size:
            notes += [note for note in _listed(aside) if note not in notes]
    return notes


def before_autograde(
    assignment: str, student: str, notebooks: list[str], release: str = "release"
) -> None:
    """Do `prepare` for a submission that nbgrader is about to read.

    This is ``Autograde.pre_convert_hook``. nbgrader runs in the course folder, and gives the paths
    of the notebooks it has found; it continues with that list.
    """
    folder = Path(notebooks[0]).parent
    released = Path(release) / folder.name
    if not released.is_dir():
        return
    student = folder.parent.name
    expected = {path.name for path in released.glob("*.ipynb")}
    missing = {name for name in expected if not (folder / name).is_file()}
    for note in prepare(folder, released, Path(ASIDE) / student / folder.name):
        log.warning("%s of %s: %s", folder.name, student, note)
    wanted = {Path(path).name for path in notebooks} & expected | missing
    notebooks[:] = [str(folder / name) for name in sorted(wanted)]


def _cleared(folder: Path, kept: list[str], aside: Path, limit: Limit) -> str:
    """Move all but some files out of a folder: the rest is read, copied and kept for each run."""
    target = _move(folder, aside)
    folder.mkdir()
    for name in kept:
        if os.path.lexists(target / name):
            os.rename(target / name, folder / name)
    return f"{limit.message} All but the notebook were moved to {target}"


def _fault(path: Path, released: Path, counted: Iterator[int]) -> str:
    """Say what keeps a file from staying; nothing if it may."""
    info = os.lstat(path)
    if stat.S_ISLNK(info.st_mode):
        return "a link"
    is_folder = stat.S_ISDIR(info.st_mode)
    is_page = (released / path.with_suffix(".ipynb").name).is_file() and path.suffix == ".html"
    if _clashes(path, released / path.name) or (is_folder and (path.name == TIMESTAMP or is_page)):
        return f"a {'folder' if is_folder else 'file'}, and should be the other"
    if is_folder:
        return _fault_inside(path, released, counted)
    if not stat.S_ISREG(info.st_mode):
        return "not a regular file"
    if path.suffix in CODE and not (released / path.name).is_file():
        return "code that was not released"
    if info.st_size > MAX_FILE:
        return f"larger than {MAX_FILE // 2**20} MB"
    if not os.access(path, os.R_OK):
        return "not readable"
    if path.name.startswith("."):
        return "a hidden file"
    if path.name == TIMESTAMP and timestamp(path.parent) is None:
        return "not a time"
    return ""


def _clashes(path: Path, released: Path) -> bool:
    """Whether one of the two is a folder and the other a file: nbgrader puts it in its place."""
    is_notebook = released.name.endswith(".ipynb")  # a folder of that name is given another one
    return not is_notebook and released.exists() and path.is_dir() != released.is_dir()


def _fault_inside(folder: Path, released: Path, counted: Iterator[int]) -> str:
    """Say what keeps a folder from staying: what is in it is copied by nbgrader.

    What is in all folders together is counted.
    """
    is_cache = folder.name in CACHES
    if folder.name.startswith(".") and not is_cache:
        return "a hidden folder"
    for place, folders, files in os.walk(folder):
        for name in [*folders, *files]:
            path = Path(place, name)
            info = path.lstat()
            if not (stat.S_ISREG(info.st_mode) or stat.S_ISDIR(info.st_mode)):
                return "a folder in which not all are regular files"
            if plain(name) != name and not is_cache:
                return "a folder in which names are not plain"
            if next(counted) >= MAX_FILES:
                return "a large folder"
            if _clashes(path, released / path.relative_to(folder.parent)):
                return "a folder in which a file and a folder have changed places"
    return ""


def _plain_name(path: Path) -> str:
    """Return the name that a file or folder is to have, which no other one has."""
    name = path.name if path.name in CACHES else plain(path.name)
    if path.is_dir() and name.endswith(".ipynb"):
        name += " folder"  # nbgrader would take it for a notebook
    stem, dot, ending = name.partition(".")
    number = 1
    while name != path.name and os.path.lexists(path.with_name(name)):
        number += 1
        name = f"{stem} {number}{dot}{ending}"
    return name


def plain(name: str) -> str:
    """Return a file's name with all that is not plain in it replaced."""
    changed = "".join(letter if _isplain(letter) else "_" for letter in name)
    if changed[0] in ".-~ ":
        changed = "_" + changed[1:]
    data = changed.encode()  # a file system counts bytes
    if len(data) <= MAX_BYTES:
        return changed
    return f"{data[: MAX_BYTES - 50].decode(errors='ignore')}_{data[-40:].decode(errors='ignore')}"


def _isplain(letter: str) -> bool:
    kind = unicodedata.category(letter)
    return letter in _PLAIN or kind == "Pd" or kind[0] in "LMN"


def _move(path: Path, aside: Path) -> Path:
    aside.mkdir(parents=True, exist_ok=True)
    moment = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
    name = re.sub(r"[^\w.\-]", "_", path.name, flags=re.ASCII)[:80]
    target = aside / f"{moment}_{name}"
    os.rename(path, target)
    return target


def _list_of(aside: Path) -> Path:
    return aside.with_name(f"{aside.name}.txt")


def _list(aside: Path, notes: list[str]) -> None:
    """Add to the list of what was done with a submission's files."""
    if notes:
        aside.parent.mkdir(parents=True, exist_ok=True)
        with open(_list_of(aside), "a", encoding="utf-8") as file:
            file.writelines(f"{note}\n" for note in notes)


def _listed(aside: Path) -> list[str]:
    with suppress(FileNotFoundError):
        return _list_of(aside).read_text(encoding="utf-8").splitlines()
    return []
