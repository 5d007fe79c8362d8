"""Makes the folder of a submission safe to read: what is not a regular file is set aside.

Nothing is thrown away: what is set aside is moved, and a list says why.
"""

import logging
import os
import re
import stat
from datetime import UTC, datetime
from pathlib import Path

from dateutil.parser import ParserError
from nbgrader.utils import parse_utc

MAX_FILE = 100 * 2**20
PLAIN_NAME = re.compile(r"\w[\w .,'+=@~()\-]{0,120}")
CODE = (".py", ".pyc", ".pth", ".so")
CACHES = (".ipynb_checkpoints", "__pycache__")
ASIDE = "set_aside"

log = logging.getLogger(__name__)


def prepare(folder: Path, released: Path, aside: Path) -> list[str]:
    """Leave in a submission's folder only what can be read without harm.

    Links, pipes, devices, folders, large files, code that was not released (which might be named as
    a module is) and names that are not plain are moved to `aside`. A notebook with another name
    takes the place of the one that is missing; where there is none, an empty file marks the place.

    Parameters
    ----------
    folder, released : Path
        ``submitted/STUDENT/ASSIGNMENT`` and ``release/ASSIGNMENT``.
    aside : Path
        A folder for what is set aside of this submission alone.

    Returns
    -------
    list of str
        What was done, as sentences for the instructor.
    """
    notes: list[str] = []
    expected = sorted(path.name for path in released.glob("*.ipynb"))
    for path in sorted(folder.iterdir()):
        reason = _fault(path, released)
        if reason:
            target = _move(path, aside)
            notes.append(f"{shown_name(path.name)} is {reason}: moved to {target}")
    for name in expected:
        if not os.path.lexists(folder / name):
            notes.append(_stand_in(folder, name, expected))
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


def _fault(path: Path, released: Path) -> str:
    """Say what keeps a file from staying; nothing if it may."""
    info = os.lstat(path)
    if stat.S_ISLNK(info.st_mode):
        return "a link"
    if stat.S_ISDIR(info.st_mode):
        return "" if path.name in CACHES else "a folder"
    if not stat.S_ISREG(info.st_mode):
        return "not a regular file"
    if not PLAIN_NAME.fullmatch(path.name):
        return "a file whose name is not plain"
    if path.suffix in CODE and not (released / path.name).is_file():
        return "code that was not released"
    if info.st_size > MAX_FILE:
        return f"larger than {MAX_FILE // 2**20} MB"
    if not os.access(path, os.R_OK):
        return "not readable"
    if path.name == "timestamp.txt":
        try:
            parse_utc(path.read_text(encoding="ascii").strip())
        except (ValueError, ParserError, OverflowError):
            return "not a time"
    return ""


def _move(path: Path, aside: Path) -> Path:
    aside.mkdir(parents=True, exist_ok=True)
    moment = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
    name = re.sub(r"[^\w.\-]", "_", path.name, flags=re.ASCII)[:80]
    target = aside / f"{moment}_{name}"
    os.rename(path, target)
    return target


def _stand_in(folder: Path, name: str, expected: list[str]) -> str:
    """Put a notebook in the place of one that is missing."""
    stem = name.removesuffix(".ipynb")
    others = [
        path
        for path in sorted(folder.iterdir())
        if path.name not in expected and (".ipynb" in path.name or path.name == f"{stem}.json")
    ]
    if len(others) == 1:
        (folder / name).write_bytes(others[0].read_bytes())
        return f"{name} is missing: {others[0].name} was taken for it"
    (folder / name).touch()
    return f"{name} is missing"


def shown_name(name: str) -> str:
    """Return a file's name, whatever is in it, as a message can show it."""
    return ascii(name)[1:-1][:100]
