"""What was handed in beside the notebook and may hold what is missing in it.

A file that nobody can grade by machine is shown to a person, before an answer counts as missing.
"""

import hashlib
import re
from pathlib import Path, PurePosixPath

from nbformat import NotebookNode

from graders.intake.folder import ASIDE
from graders.intake.limits import MB
from graders.intake.pictures import Files, shown
from graders.intake.places import SECRET, Folder
from graders.intake.timestamp import TIMESTAMP
from graders.names import shown_name
from graders.notebook import results
from graders.notebook.answers import written
from graders.notebook.exercises import exercises_of
from graders.notebook.results import CHANGED, State

TEXTS = (".txt", ".md")
PHOTOS = (".jpg", ".jpeg")
DOCUMENTS = (".pdf", ".doc", ".docx", ".odt", ".rtf", ".tex", ".html", ".htm", ".pages", ".heic")
MAX_NAMED = 10
MAX_DOCUMENT = 20 * MB
MAX_TEXT = 20_000  # bytes of a text that is shown
_SET_ASIDE = re.compile(r"\d{8}T\d{12}_(.+)")
_NOT_ANSWERED = State.MISSING, State.NOT_ANSWERED


def files_of(path: Path, release: Path) -> list[str]:
    """Return the names of what was handed in beside a notebook and not released.

    Parameters
    ----------
    path : Path
        ``submitted/STUDENT/ASSIGNMENT/NOTEBOOK.ipynb``.
    release : Path
        ``release/ASSIGNMENT``.
    """
    released = {found.name for found in release.iterdir()} if release.is_dir() else set()
    names = [name for name in Folder(path.parent).names() if name not in released]
    return [name for name in names if name not in (path.name, TIMESTAMP, SECRET)]


def set_aside(path: Path) -> list[str]:
    """Return the names of what was set aside of a submission, as they were."""
    if len(path.parents) < 4:
        return []
    folder = path.parents[3] / ASIDE / path.parent.parent.name / path.parent.name
    found = (_SET_ASIDE.fullmatch(one.name) for one in folder.glob("*"))
    names = sorted({match[1] for match in found if match})
    return [name for name in names if name[0] != "." or name.endswith((".ipynb", ".py"))]


def listed(names: list[str]) -> str:
    """Return names for people to read."""
    more = " and more" if len(names) > MAX_NAMED else ""
    return ", ".join(map(shown_name, names[:MAX_NAMED])) + more


def find_in_files(notebook: NotebookNode, names: list[str], files: Files) -> list[str]:
    """Take files for the written answers that are not in the notebook; return notes on them."""
    names = [name for name in names if _ending(name) in TEXTS + PHOTOS + DOCUMENTS]
    notes = []
    for exercise in exercises_of(notebook) if names else ():
        cell = exercise.solution
        if not exercise.written or written(cell).state not in _NOT_ANSWERED:
            continue
        said = (
            "From the grader: this answer is not in the notebook. It may be in what was handed in "
        )
        named = ", ".join(_named(name, files) for name in names[:MAX_NAMED])
        parts = [f"*{said}beside it: {named}*"]
        for name in names[:MAX_NAMED]:
            if _ending(name) in PHOTOS:
                parts.append(f"![](<{name}>)")
            elif _ending(name) in TEXTS:
                text = (files(name, MAX_TEXT) or b"").decode(errors="replace")
                parts.append(text.replace("\0", ""))
        cell.source, attachments = shown("\n\n".join(parts), None, files)
        if attachments:
            cell.attachments = NotebookNode(attachments)
        results.set_submitted(cell, CHANGED)
        notes.append(f"`{exercise.name}` has no answer in the notebook. There is: {listed(names)}.")
    return notes


def _named(name: str, files: Files) -> str:
    """Return the name of a file with its size and a digest: another one is another answer."""
    data = files(name, MAX_DOCUMENT)
    if data is None:
        return f"`{shown_name(name)}`"
    size = -(-len(data) // 1000)
    return f"`{shown_name(name)}` ({size} kB, {hashlib.sha256(data).hexdigest()[:8]})"


def _ending(name: str) -> str:
    return PurePosixPath(name).suffix.lower()
