"""Which of the files that were handed in is the notebook: the one with most of our answers."""

import itertools
import logging
import re
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from nbformat import NotebookNode

from graders import bounded
from graders.intake.combined import with_answers_of
from graders.intake.limits import MAX_CANDIDATES, MAX_FILE, MAX_FILES, MAX_TOGETHER, SECONDS
from graders.intake.pictures import Files, no_files
from graders.intake.places import CHECKPOINTS, IGNORED, ZIP, Archive, Folder, Place, beside
from graders.intake.reading import NOTHING, Reading, UnreadableNotebookError, parse
from graders.names import shown_name

log = logging.getLogger(__name__)

Merge = Callable[[Reading, Files], NotebookNode]
# What a notebook begins with, whatever it is called.
_KEYS = b'"cells"', b'"nbformat"', b'"worksheets"', b'"metadata"'


@dataclass(frozen=True)
class Candidate:
    """A file that may be the notebook: in a place, under a name; `shown` is for people.

    Its `data` are there if it was read already, to see whether it is an archive.
    """

    place: Place
    name: str
    shown: str
    data: bytes | None = None

    def read(self) -> bytes:
        """Return its content; raises `UnreadableNotebookError`."""
        return self.place.read(self.name, MAX_FILE) if self.data is None else self.data

    def files(self, wanted: str, limit: int) -> bytes | None:
        """Read a file beside the notebook, None if there is none."""
        try:
            return self.place.read(beside(self.place, self.name, wanted), limit)
        except UnreadableNotebookError:
            return None


@dataclass
class Choice:
    """The notebook that was `taken`, merged; None if there is none, then `trouble` says why.

    `attention` says why a person has to look although there is one; `read` names those that hold
    our exercises.
    """

    notebook: NotebookNode | None = None
    taken: str = ""
    trouble: str = ""
    notes: list[str] = field(default_factory=list)
    attention: str = ""
    files: Files = no_files
    read: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Holds:
    """What a merged notebook holds.

    Its `answers` by exercise, how many exercises are there `present` at all, and the sources of all
    cells of the student's.
    """

    answers: dict[str, str] = field(default_factory=dict)
    present: int = 0
    sources: list[str] = field(default_factory=list)

    def contradicts(self, other: "Holds") -> bool:
        """Whether not both can be graded."""
        shared = self.answers.keys() & other.answers.keys()
        if any(self.answers[name] != other.answers[name] for name in shared):
            return True
        return self.answers.keys() == other.answers.keys() and self.sources != other.sources


@dataclass
class _Tried:
    shown: str
    notebook: NotebookNode | None = None
    holds: Holds = field(default_factory=Holds)
    files: Files = no_files
    trouble: str = ""

    @property
    def answered(self) -> int:
        return len(self.holds.answers)


def alone(path: Path) -> Iterator[Candidate]:
    """Yield one file as the only candidate, or what is in it, if it is an archive."""
    yield from _opened(Folder(path.parent), path.name, path.name)


def in_submission(path: Path, release: Path) -> Iterator[Candidate]:
    """Yield what may be the notebook that is expected at a path of a submission, that one first.

    Parameters
    ----------
    path : Path
        ``submitted/STUDENT/ASSIGNMENT/NOTEBOOK.ipynb``.
    release : Path
        ``release/ASSIGNMENT``; what is released beside the notebook is not looked at.
    """
    folder = Folder(path.parent)
    yield from _opened(folder, path.name, path.name)
    released = {found.name for found in release.iterdir()} if release.is_dir() else set()
    for name in folder.names():
        if name not in released and name != path.name and may_be_notebook(folder, name):
            yield from _opened(folder, name, name)


def astray(path: Path, release: Path) -> Iterator[Candidate]:
    """Yield what lies beside a submission's folder and may be the notebook."""
    if path.parent.name != release.name:
        return  # folders are not as nbgrader lays them out: others' submissions may be there
    for found in strays(path.parent.parent, release.name):
        place, prefix = Folder(found.parent), f"{found.parent.name}/"
        names = [found.name]
        if found.is_dir():
            place, prefix = Folder(found), f"{prefix}{found.name}/"
            names = place.names()
        for name in names:
            if may_be_notebook(place, name):
                yield from _opened(place, name, prefix + name)


def checkpoints(path: Path) -> Iterator[Candidate]:
    """Yield the earlier versions that JupyterLab kept of what is in a submission."""
    folder = Folder(path.parent / CHECKPOINTS)
    for name in folder.names():
        if may_be_notebook(folder, name):
            yield from _opened(folder, name, f"{CHECKPOINTS}/{name}")


def strays(student: Path, assignment: str) -> list[Path]:
    """Return what in a student's folder may belong into the folder of an assignment."""
    try:
        entries = sorted(itertools.islice(student.iterdir(), MAX_FILES))
    except OSError:
        return []
    folder = Folder(student)
    return [
        path
        for path in entries
        if path.name != assignment and path.name not in IGNORED and not path.is_symlink()
        if (path.is_dir() and same_name(path.name, assignment))
        or (path.is_file() and may_be_notebook(folder, path.name))
    ]


def belongs(paths: list[Path], assignment: str, exercises: set[str]) -> bool:
    """Whether one of a student's strays belongs to an assignment, by its name or what is in it.

    If they take too long to look into, one does: when it is graded, a person is told.
    """
    if any(path.is_dir() or _letters(assignment) in _letters(path.name) for path in paths):
        return True
    if not paths:
        return False
    try:
        return bounded.call(_one_holds, paths, exercises, seconds=SECONDS / 20)[0]
    except bounded.NotDoneError as error:
        log.warning("%s cannot be looked into: %s", shown_name(paths[0].name), error)
        return True


def _one_holds(paths: list[Path], exercises: set[str]) -> bool:
    return any(_holds(path, exercises) for path in paths)


def _holds(path: Path, exercises: set[str]) -> bool:
    """Whether most exercises are named in a file, or in one of those in an archive."""
    size = 0
    opened = _opened(Folder(path.parent), path.name, path.name)
    for candidate in itertools.islice(opened, MAX_CANDIDATES):
        try:
            data = candidate.read()
        except UnreadableNotebookError:
            continue
        if 2 * sum(name.encode() in data for name in exercises) > len(exercises):
            return True
        size += len(data)
        if size > MAX_TOGETHER:
            break
    return False


def same_name(name: str, assignment: str) -> bool:
    """Whether two names differ in nothing but case, marks, blanks and a number of a copy."""
    return _letters(name) == _letters(assignment)


def _letters(name: str) -> str:
    name = re.sub(r"\(\d+\)|[ _-]?copy\d*$", "", name, flags=re.IGNORECASE)
    name = unicodedata.normalize("NFKD", name).casefold()
    return "".join(letter for letter in name if letter.isalnum())


def may_be_notebook(place: Place, name: str) -> bool:
    """Whether a file is a notebook or an archive, by its name or its first bytes."""
    if name == "timestamp.txt":
        return False
    last = PurePosixPath(name).name.lower()
    if ".ipynb" in last or ".zip" in last:
        return True
    start = _start(place, name).lstrip(b"\xef\xbb\xbf \t\r\n")
    if "." not in last or last.endswith((".json", ".txt")):
        return start.startswith(b"{")
    return start.startswith(b"{") and any(key in start for key in _KEYS)


def _start(place: Place, name: str) -> bytes:
    try:
        return place.start(name, 1000)
    except UnreadableNotebookError:
        return b""


def _opened(place: Folder, name: str, shown: str) -> Iterator[Candidate]:
    """Yield a file as it is, or the notebooks in it, if it is a zip archive."""
    archive = data = None
    with suppress(UnreadableNotebookError):
        data = place.read(name, MAX_FILE)
        archive = Archive(data) if data.startswith(ZIP) else None
    candidates = [
        Candidate(archive, found, f"{shown}: {found}")
        for found in (archive.names() if archive else ())
        if archive and may_be_notebook(archive, found)
    ]
    yield from candidates or [Candidate(place, name, shown, data)]


def choose(
    candidates: Iterator[Candidate],
    merge: Merge,
    look: Callable[[NotebookNode], Holds],
    name: str,
) -> Choice:
    """Choose the notebook that holds most answers.

    Parameters
    ----------
    candidates : iterator of Candidate
        The one that is expected first.
    merge : callable
        Makes of a reading the released notebook with the student's cells.
    look : callable
        Returns what a merged notebook holds.
    name : str
        Of the file that is expected.
    """
    tried: list[_Tried] = []
    size = 0
    for candidate in candidates:
        shown = shown_name(candidate.shown)
        if len(tried) >= MAX_CANDIDATES or size > MAX_TOGETHER:
            limit = MAX_CANDIDATES if len(tried) >= MAX_CANDIDATES else MAX_TOGETHER
            tried.append(_Tried(shown, trouble=limit.message))
            break
        try:
            data = candidate.read()
            size += len(data)
            notebook = merge(parse(data), candidate.files)
        except UnreadableNotebookError as error:
            tried.append(_Tried(shown, trouble=str(error)))
            continue
        except Exception as error:  # whatever is in a file, it stops nobody else's grading
            log.exception("%s cannot be taken in", shown)
            said = f"The grader could not read it ({type(error).__name__})."
            tried.append(_Tried(shown, trouble=said))
            continue
        tried.append(_Tried(shown, notebook, look(notebook), candidate.files))
    return _best(tried, name)


def _best(tried: list[_Tried], name: str) -> Choice:
    # Nothing of ours in a file: it is a notebook of another kind.
    ours = [one for one in tried if one.notebook is not None and one.holds.present]
    if not ours:
        return Choice(trouble=_nothing(tried))
    most = max(one.answered for one in ours)
    taken, *rivals = [one for one in ours if one.answered == most]
    choice = Choice(taken.notebook, taken.shown, files=taken.files)
    choice.read = [one.shown for one in ours]
    rivals = [one for one in rivals if one.holds.contradicts(taken.holds)]
    left_out = [one for one in tried if one is not taken and one not in rivals and one.answered]
    for other in [one for one in ours if one is not taken]:
        if choice.notebook is not None and other.notebook is not None:
            choice.notebook, added = with_answers_of(choice.notebook, other.notebook)
            if added:
                names = ", ".join(f"`{exercise}`" for exercise in added)
                choice.notes.append(f"Answers that only {other.shown} holds were added: {names}.")
                left_out = [one for one in left_out if one is not other]
    choice.notes[:0] = _which(taken, tried[0], left_out, name)
    for one in tried[1:]:
        if one.trouble and one is not taken:
            choice.notes.append(f"{one.shown} was not graded. {one.trouble}")
    lost = [one.shown for one in tried if one.trouble and one.shown != name]
    if most and rivals:
        names = ", ".join([taken.shown, *(one.shown for one in rivals)])
        choice.attention = (
            f"{names} hold equally many answers, and not the same; {taken.shown} was graded."
        )
    elif not most and lost:
        choice.attention = (
            f"{taken.shown} holds no answer, and {', '.join(lost)} could not be read."
        )
    return choice


def _which(taken: _Tried, first: _Tried, left_out: list[_Tried], name: str) -> list[str]:
    """Say which notebook was graded, and why, where it is not the only one."""
    if taken is first and taken.shown == shown_name(name):
        if not left_out:
            return []
        names = ", ".join(one.shown for one in left_out)
        return [f"{taken.shown} was graded, not {names}: it holds most answers."]
    if taken is first:
        return [f"{taken.shown} was graded."]
    reason = f"it holds {first.answered} answers, the other {taken.answered}"
    if first.trouble.startswith(NOTHING):
        reason = "that is missing or empty"
    elif first.trouble:
        reason = first.trouble.rstrip(".")
    elif not first.holds.present:
        reason = "it holds none of the exercises"
    return [f"{taken.shown} was graded, not {shown_name(name)}: {reason}."]


def _nothing(tried: list[_Tried]) -> str:
    """Say why none of the files can be graded."""
    if not tried:
        return ""
    other = [one.shown for one in tried if one.notebook is not None]
    if other:
        return f"{', '.join(other)} holds none of the exercises of this assignment."
    first, *others = tried
    parts = [f"{one.shown}: {one.trouble}" for one in others]
    if not others or not first.trouble.startswith(NOTHING):
        parts.insert(0, first.trouble)
    return " ".join(parts)
