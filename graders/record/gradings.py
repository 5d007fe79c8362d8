"""The history of a student's gradings: when, of which submission, by which tests, and why.

A line for each grading stands in ``earlier/STUDENT/ASSIGNMENT/gradings.jsonl``. It is written where
points go into the gradebook and where pages are made of it, so it does not matter who grades: the
service, the command line, nbgrader's own commands or the formgrader.
"""

import json
import os
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

from nbformat import NotebookNode
from nbgrader.api import Gradebook

from graders.files import digest, released_files
from graders.notebook.exercises import (
    Exercise,
    exercises_of,
    grade_id,
    grade_info,
    is_changing,
    is_test,
    prelude_of,
    read_notebook,
)
from graders.record.earlier import EARLIER
from graders.record.gradebook import Item

FILE = "gradings.jsonl"
# Why there is a line.
HANDED_IN, AGAIN, BY_HAND = "handed in", "graded again", "by hand"
# The released files beside the notebooks; no exercise has this name.
FILES = ""
# By exercise a digest of its tests, and one of the files.
Version = dict[str, str]


@dataclass(frozen=True)
class Line:
    """One grading of one notebook.

    Attributes
    ----------
    at : float
        In seconds since the epoch.
    notebook : str
    submission : str
        The time at which it was handed in, as `EarlierSubmissions` names it; else a digest.
    why : str
    points : dict
        By exercise, None where nothing is graded yet.
    max_points : float
    given : dict
        What persons gave, points and extra credit, by `grade_id`.
    version : dict
        What it was graded by.
    """

    at: float
    notebook: str
    submission: str
    why: str
    points: dict[str, float | None]
    max_points: float
    given: dict[str, list[float | None]] = field(default_factory=dict)
    version: Version = field(default_factory=dict)


@dataclass(frozen=True)
class Grading:
    """One grading, all notebooks together, and the one before it of the same submission.

    Exercises are named with their notebook if there is more than one.
    """

    at: float
    submission: str
    why: str
    points: dict[str, float | None]
    max_points: float
    version: Version
    before: "Grading | None" = None

    @property
    def total(self) -> float:
        """The points that were given so far."""
        return sum(points or 0.0 for points in self.points.values())

    @property
    def number(self) -> str:
        """A short name for the version of the tests and files, empty if that is not known."""
        return digest(self.version)[:8] if self.version else ""

    @property
    def has_changed(self) -> bool:
        """Whether the same submission had other points before."""
        return self.before is not None and self.before.total != self.total

    @property
    def changed(self) -> list[str]:
        """The exercises that have other points than before."""
        return different(self.before.points, self.points) if self.before else []

    @property
    def corrected(self) -> list[str]:
        """The exercises whose tests were corrected since before; `FILES` if a file was, too."""
        if self.before is None or not self.before.version or not self.version:
            return []
        return different(self.before.version, self.version)

    @property
    def reason(self) -> str:
        """Why the points are others than before, as the end of a sentence."""
        if self.why == BY_HAND:
            return f"a person graded {', '.join(self.changed) or 'it'}"
        tests = [name for name in self.corrected if name != FILES]
        tests = [name for name in tests if name in self.changed] or tests
        if tests:
            return f"a test of {', '.join(tests)} was corrected"
        return "a file of the assignment was corrected" if self.corrected else "it was graded again"


def different(one: dict, other: dict) -> list[str]:
    """Return the names under which two tables have different values."""
    return [name for name in dict.fromkeys([*one, *other]) if one.get(name) != other.get(name)]


class Gradings:
    """The gradings of a student in an assignment.

    Parameters
    ----------
    course : Path
        The course's folder.
    """

    def __init__(self, course: Path, student: str, assignment: str):
        self._path = course / EARLIER / student / assignment / FILE

    def lines(self) -> Iterator[Line]:
        """Return the lines as they were written; what cannot be read is left out."""
        try:
            text = self._path.read_text(errors="replace")
        except OSError:
            return
        for line in text.splitlines():
            try:
                yield Line(**json.loads(line))
            except (ValueError, TypeError):
                continue  # written by something else, or not to its end

    def last(self, notebook: str) -> Line | None:
        """Return the last line of a notebook."""
        return next((one for one in reversed([*self.lines()]) if one.notebook == notebook), None)

    def all(self) -> list[Grading]:
        """Return the gradings, the oldest first."""
        found: list[Grading] = []
        several = len({line.notebook for line in self.lines()}) > 1
        known: dict[str, dict[str, Line]] = {}  # by submission
        newest: dict[str, Grading] = {}
        open_: set[str] = set()  # the notebooks of the last grading
        for line in self.lines():
            own = known.setdefault(line.submission, {})
            own[line.notebook] = line
            last, before = found[-1] if found else None, newest.get(line.submission)
            if last and last is before and last.why == line.why and line.notebook not in open_:
                found[-1] = _together(own, line, last.before, several)
                open_.add(line.notebook)
            else:
                found.append(_together(own, line, before, several))
                open_ = {line.notebook}
            newest[line.submission] = found[-1]
        return found

    def note(
        self, notebook: str, submission: str, points: "Points", version: Version, why: str = ""
    ) -> None:
        """Note a grading, by default as one that the machine has done.

        Raises
        ------
        OSError
            If it cannot be written.
        """
        if not why:
            same = (notebook, submission)  # it may have been restored
            is_known = any((one.notebook, one.submission) == same for one in self.lines())
            why = AGAIN if is_known else HANDED_IN
        line = Line(time.time(), notebook, submission, why, *points.parts, version)
        self._path.parent.mkdir(parents=True, exist_ok=True)
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW
        with open(os.open(self._path, flags, 0o600), "ab") as file:
            # The line before may not have been written to its end.
            file.write(f"\n{json.dumps(asdict(line))}".encode())

    def note_given(self, notebook: str, points: "Points") -> None:
        """Note what a person gave since the last grading, if there is anything."""
        last = self.last(notebook)
        if last is not None and last.given != points.given:
            self.note(notebook, last.submission, points, last.version, BY_HAND)


def _together(known: dict[str, Line], line: Line, before: Grading | None, several: bool) -> Grading:
    points: dict[str, float | None] = {}
    version: Version = {}
    for notebook, one in known.items():
        of = f"{notebook}: " if several else ""
        points |= {of + name: value for name, value in one.points.items()}
        version |= {(of + name if name else name): value for name, value in one.version.items()}
    top = sum(one.max_points for one in known.values())
    return Grading(line.at, line.submission, line.why, points, top, version, before)


@dataclass(frozen=True)
class Points:
    """The points of a notebook in the gradebook: by exercise, and what of them persons gave."""

    by_exercise: dict[str, float | None]
    max_points: float
    given: dict[str, list[float | None]]

    @property
    def parts(self) -> tuple[dict, float, dict]:
        """All three."""
        return self.by_exercise, self.max_points, self.given


def points_of_exercise(exercise: Exercise, items: dict[str, Item]) -> float | None:
    """Return the points of an exercise, None if something in it is not graded yet."""
    found = [items[name] for cell in exercise.graded if (name := grade_id(cell)) in items]
    return sum(item.score for item in found) if all(item.graded for item in found) else None


def points(notebook: NotebookNode, items: dict[str, Item]) -> Points:
    """Return the points that the cells of a notebook have."""
    given = {
        name: [item.manual, item.extra or None]
        for name, item in sorted(items.items())
        if item.manual is not None or item.extra
    }
    exercises = exercises_of(notebook)
    return Points(
        {exercise.title: points_of_exercise(exercise, items) for exercise in exercises},
        sum(exercise.points for exercise in exercises),
        given,
    )


def version_of(notebook: NotebookNode, release: Path) -> Version:
    """Return the version of the tests in a notebook, and of the files in the folder of a release.

    It is the same for everybody: what students wrote is no part of it.
    """
    found = {
        exercise.title: digest([_test(cell) for cell in exercise.tests])[:16]
        for exercise in exercises_of(notebook)
        if exercise.tests
    }
    files = {name: digest(content.hex()) for name, content in released_files(release).items()}
    return found | {FILES: digest(files)[:16]}


def _test(cell: NotebookNode) -> list:
    worth = float(grade_info(cell).get("points") or 0.0)
    return [grade_id(cell), worth, cell.source, prelude_of(cell), is_changing(cell)]


def current_version(gradebook: Gradebook, assignment: str, release: Path) -> Version:
    """Return the version of the tests that grade now, all notebooks of a release together.

    Raises
    ------
    MissingEntry
        If the gradebook does not know the assignment.
    """
    paths = sorted(release.glob("*.ipynb"))
    found: Version = {}
    for path in paths:
        notebook = read_notebook(path)
        cells = gradebook.find_notebook(path.stem, assignment).source_cells
        sources = {cell.name: cell.source for cell in cells}
        for cell in filter(is_test, notebook.cells):
            cell.source = sources.get(grade_id(cell), cell.source)  # with hidden tests
        of = f"{path.stem}: " if len(paths) > 1 else ""
        version = version_of(notebook, release)
        found |= {(of + name if name else name): value for name, value in version.items()}
    return found
