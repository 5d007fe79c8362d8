"""The results of a class in one assignment, as the gradebook and the graded notebooks have them."""

import logging
import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from nbformat import NotebookNode

from graders.course import Course
from graders.notebook.exercises import exercises_of, grade_id, grade_info, read_notebook
from graders.notebook.results import Result, State, result_of, run_info
from graders.notebook.text import from_text
from graders.record.earlier import EarlierSubmissions, Submission
from graders.record.gradebook import Item, class_items

# Bytes of a graded notebook: more than one with all the pictures that may be in it usually has.
MAX_NOTEBOOK = 100 * 2**20
MAX_MESSAGE = 2000
NOT_READ = "the graded notebook could not be read, so messages and times are missing here"

log = logging.getLogger(__name__)


class Category(StrEnum):
    """What became of a graded cell, in the few words of the report."""

    FULL = "full points"
    PARTIAL = "part of the points"
    FAILED = "failed"
    STOPPED = "stopped by a limit"
    NOT_ANSWERED = "not answered"
    WAITS = "waits for a person"


_BY_STATE = {
    State.TIMED_OUT: Category.STOPPED,
    State.KILLED: Category.STOPPED,
    State.MISSING: Category.NOT_ANSWERED,
    State.NOT_ANSWERED: Category.NOT_ANSWERED,
}
Key = tuple[str, str]  # the name of a notebook, and a `grade_id` in it


@dataclass(frozen=True)
class GradedCell:
    """A cell that points are given for."""

    notebook: str
    name: str
    exercise: str
    points: float
    written: bool

    @property
    def key(self) -> Key:
        """By which results are found."""
        return self.notebook, self.name


@dataclass(frozen=True)
class Entry:
    """What a student has for a graded cell; the points are None where a person has to give them.

    The `state` is that of the grading, empty if it is not known. A person is asked to look `again`
    where the answer changed after they gave points.
    """

    points: float | None
    max_points: float
    category: Category
    message: str = ""
    state: str = ""
    again: bool = False


@dataclass
class StudentResults:
    """What one student has in an assignment; `reasons` say why a person must look at it."""

    student: str
    penalty: float = 0.0
    entries: dict[Key, Entry] = field(default_factory=dict)
    reasons: list[str] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)
    attempts: list[Submission] = field(default_factory=list)

    @property
    def total(self) -> float | None:
        """The points given so far, less the penalty; None where none are given yet."""
        given = [one.points for one in self.entries.values() if one.points is not None]
        return max(0.0, sum(given) - self.penalty) if given else None

    @property
    def waiting(self) -> int:
        """How many graded cells wait for a person."""
        return sum(one.category == Category.WAITS for one in self.entries.values())


@dataclass
class ClassResults:
    """The results of a class: `absent` handed in nothing, `ungraded` something not graded yet.

    The tests of the notebooks in `inside` ran in the students' own processes.
    """

    assignment: str
    cells: list[GradedCell]
    students: list[StudentResults]
    absent: list[str] = field(default_factory=list)
    ungraded: list[str] = field(default_factory=list)
    inside: list[str] = field(default_factory=list)

    @property
    def max_points(self) -> float:
        """The points that there are."""
        return sum(cell.points for cell in self.cells)

    @property
    def exercises(self) -> dict[Key, list[GradedCell]]:
        """The graded cells by notebook and exercise, in the order of the notebooks."""
        found: dict[Key, list[GradedCell]] = {}
        for cell in self.cells:
            found.setdefault((cell.notebook, cell.exercise), []).append(cell)
        return found


def read_class(course: Course, assignment: str) -> ClassResults:
    """Read the results of a class.

    Raises
    ------
    CourseError
        If there is no such assignment, or it is not released.
    """
    course.check(assignment)
    cells = [
        GradedCell(
            path.stem,
            grade_id(cell),
            exercise.title,
            float(grade_info(cell)["points"]),
            exercise.by_hand,
        )
        for path in course.notebooks("release", assignment)
        for exercise in exercises_of(read_notebook(path))
        for cell in exercise.graded
    ]
    with course.gradebook() as gradebook:
        known = {cell.key for cell in cells}
        items: dict[str, dict[Key, Item]] = {}
        for one in class_items(gradebook, assignment):
            if (key := (one.notebook, one.cell)) in known:
                items.setdefault(one.student, {})[key] = one.item
        penalties = {
            one.student_id: one.late_submission_penalty or 0.0
            for one in gradebook.assignment_submissions(assignment)
        }
        enrolled = [student.id for student in gradebook.students]
    students = [_student(course, assignment, name, items[name]) for name in sorted(items)]
    for found in students:
        found.penalty = penalties.get(found.student, 0.0)
    handed_in = set(course.students(assignment))
    absent = {*enrolled, *course.absent(assignment)} - handed_in - items.keys()
    ungraded = handed_in - items.keys()
    inside = course.inside(assignment)
    return ClassResults(assignment, cells, students, sorted(absent), sorted(ungraded), inside)


def _student(
    course: Course, assignment: str, student: str, items: dict[Key, Item]
) -> StudentResults:
    found = StudentResults(student)
    results: dict[Key, Result] = {}
    folder = course.folder("autograded", student, assignment)
    for name in dict.fromkeys(notebook for notebook, _ in items):
        try:
            results |= _read(folder / f"{name}.ipynb", name, found)
        except Exception as error:  # whatever is in the file, the others are reported
            log.warning("%s: %s", folder, error)
            found.reasons.append(NOT_READ)
    found.entries = {key: _entry(item, results.get(key)) for key, item in items.items()}
    found.attempts = list(_attempts(course, assignment, student))
    for key, result in results.items():
        if key in items and result.state.needs_attention and not items[key].graded:
            found.reasons.append(f"{key[1]}: {result.state}")
    found.reasons = list(dict.fromkeys(found.reasons))
    return found


def _read(path: Path, name: str, found: StudentResults) -> dict[Key, Result]:
    if path.stat().st_size > MAX_NOTEBOOK:
        raise ValueError(f"it has more than {MAX_NOTEBOOK >> 20} MB")
    notebook = from_text(path.read_text(encoding="utf-8"))
    info = run_info(notebook)
    found.reasons += [str(reason)[:MAX_MESSAGE] for reason in info.attention]
    for what, seconds in info.cpu.items():
        if math.isfinite(seconds):
            found.seconds[what] = found.seconds.get(what, 0.0) + float(seconds)
    return {(name, grade_id(cell)): result for cell, result in _results(notebook)}


def _results(notebook: NotebookNode) -> Iterator[tuple[NotebookNode, Result]]:
    for cell in notebook.cells:
        if (result := result_of(cell)) is not None:
            yield cell, result


def _entry(item: Item, result: Result | None) -> Entry:
    state = str(result.state) if result else ""
    if not item.graded:
        return Entry(None, item.max_score, Category.WAITS, state=state)
    if item.manual is not None:  # what the machine said counts no longer
        result, state = None, "graded by hand"
    message = result.message[:MAX_MESSAGE] if result else ""
    category = _category(item, result)
    return Entry(item.score, item.max_score, category, message, state, item.waits)


def _category(item: Item, result: Result | None) -> Category:
    if item.score >= item.max_score:
        return Category.FULL
    if item.score > 0:
        return Category.PARTIAL
    return _BY_STATE.get(result.state, Category.FAILED) if result else Category.FAILED


def _attempts(course: Course, assignment: str, student: str) -> list[Submission]:
    try:
        return EarlierSubmissions(course.root, student, assignment).all()
    except (OSError, ValueError) as error:
        log.warning("earlier submissions of %s: %s", student, error)
        return []
