"""The solutions of a class, and those of them that are unusually alike, exercise by exercise."""

import logging
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from nbformat import NotebookNode

from graders import bounded
from graders.course import Course
from graders.notebook.answers import answered, is_large, is_students, reached
from graders.notebook.code import defined
from graders.notebook.exercises import Exercise, exercises_of, read_notebook
from graders.notebook.text import from_text
from graders.record.gradebook import class_items
from graders.similar.fingerprints import Fingerprints, fingerprints
from graders.similar.pairs import THRESHOLD, SimilarPair, similar_pairs

# Seconds of processor time to read one student's notebook and take the fingerprints.
SECONDS = 10.0
MAX_NOTEBOOK = 100 * 2**20

log = logging.getLogger(__name__)

_Key = tuple[str, str]  # notebook, exercise
_Solutions = dict[_Key, tuple[str, Fingerprints]]


@dataclass(frozen=True)
class Solution:
    """One of two solutions: the lines of its source, and which of them the other has, too."""

    student: str
    lines: list[str]
    same: frozenset[int]


@dataclass(frozen=True)
class SimilarSolutions:
    """Two solutions of an exercise that are alike; `exercises` are those of the two that are."""

    notebook: str
    exercise: str
    score: float
    first: Solution
    second: Solution
    exercises: int = 1

    @property
    def students(self) -> tuple[str, str]:
        """The two, in order."""
        return self.first.student, self.second.student


@dataclass
class Similarity:
    """What is alike in a class; some students' notebooks could not be compared."""

    assignment: str
    compared: int
    found: list[SimilarSolutions] = field(default_factory=list)
    not_compared: list[str] = field(default_factory=list)


def similar_solutions(course: Course, assignment: str, threshold: float = THRESHOLD) -> Similarity:
    """Return the solutions of a class that are unusually alike.

    First come those of students who are alike in most exercises, then the most alike.

    Raises
    ------
    CourseError
        If there is no such assignment, or it is not released.
    """
    course.check(assignment)
    with course.gradebook() as gradebook:
        items = class_items(gradebook, assignment)
    notebooks = {(one.student, one.notebook) for one in items}
    solutions: dict[_Key, dict[str, tuple[str, Fingerprints]]] = {}
    result = Similarity(assignment, len({student for student, _ in notebooks}))
    for student, notebook in sorted(notebooks):
        path = course.folder("autograded", student, assignment) / f"{notebook}.ipynb"
        try:
            own, _ = bounded.call(solutions_in, path, notebook, seconds=SECONDS)
        except bounded.NotDoneError as error:
            log.warning("%s: %s", path, error)
            result.not_compared.append(student)
            continue
        for key, one in own.items():
            solutions.setdefault(key, {})[student] = one
    for key, known in _known(course, assignment).items():
        found = solutions.get(key, {})
        own_prints = {student: prints for student, (_, prints) in found.items()}
        for pair in similar_pairs(own_prints, known, threshold):
            result.found.append(_side_by_side(key, pair, found))
    counted = Counter(one.students for one in result.found)
    result.found = [replace(one, exercises=counted[one.students]) for one in result.found]
    result.found.sort(key=lambda one: (-one.exercises, one.students, -one.score))
    return result


def solutions_in(path: Path, name: str) -> _Solutions:
    """Return the solutions in a graded notebook, by exercise; this runs in a bounded process."""
    if path.stat().st_size > MAX_NOTEBOOK:
        raise ValueError("it is too large")
    notebook = from_text(path.read_text(encoding="utf-8"))
    if is_large(notebook):
        raise ValueError("there is too much code in it")
    found: _Solutions = {}
    there = answered(notebook)
    for exercise in exercises_of(notebook):
        if exercise.written or exercise.name not in there:
            continue
        source = "\n\n".join(_sources(notebook, exercise))
        if (prints := fingerprints(source)) is not None:
            found[name, exercise.name] = source, prints
    return found


def _sources(notebook: NotebookNode, exercise: Exercise) -> Iterator[str]:
    """Return the student's cells that make a solution: helpers in cells of their own, too."""
    names = reached(notebook, exercise) - {
        other.name for other in exercises_of(notebook) if other.name != exercise.name
    }
    for cell in notebook.cells:
        own = cell.cell_type == "code" and is_students(cell)
        if own and (cell is exercise.solution or names & defined(cell.source)):
            yield cell.source


def _known(course: Course, assignment: str) -> dict[_Key, list[Fingerprints]]:
    """Return the fingerprints that everybody may have, by exercise."""
    known: dict[_Key, list[Fingerprints]] = {}
    for step in ("source", "release"):
        for path in course.notebooks(step, assignment):
            for exercise in exercises_of(read_notebook(path)):
                if not exercise.written:
                    prints = fingerprints(exercise.solution.source) or {}
                    known.setdefault((path.stem, exercise.name), []).append(prints)
    return known


def _side_by_side(
    key: _Key, pair: SimilarPair, found: dict[str, tuple[str, Fingerprints]]
) -> SimilarSolutions:
    first, second = (
        _solution(student, *found[student], pair.hashes) for student in (pair.first, pair.second)
    )
    return SimilarSolutions(*key, pair.score, first, second)


def _solution(student: str, source: str, prints: Fingerprints, hashes: frozenset[int]) -> Solution:
    spans = [span for one in hashes for span in prints[one]]
    same = frozenset(line for first, last in spans for line in range(first, last + 1))
    return Solution(student, source.split("\n"), same)
