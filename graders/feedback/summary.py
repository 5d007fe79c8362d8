"""What stands on top of the page: points by exercise, what is missing, what to read next."""

from collections import Counter
from dataclasses import dataclass, field

from nbformat import NotebookNode

from graders.notebook.exercises import INSIDE, Exercise, exercises_of, grade_id, grade_info
from graders.notebook.results import Result, State, result_of, run_info
from graders.record.gradebook import Item

NOT_GRADED = "not graded yet"
RAN_INSIDE = "The tests ran in one process with your code."


@dataclass(frozen=True)
class Link:
    """An exercise: what people call it, and where on the page it, or a test of it, stands."""

    title: str
    anchor: str


@dataclass(frozen=True)
class Row(Link):
    """What became of one exercise.

    Attributes
    ----------
    number : int
    points : float or None
        None where nothing of it is graded yet.
    max_points : float
    said : str
        How its tests came to these points.
    kind : str
        ``all``, ``some`` or ``none`` of the points, or ``waits``.
    """

    number: int
    points: float | None
    max_points: float
    said: str
    kind: str


@dataclass(frozen=True)
class Next(Link):
    """The one message to read first, and the test that says it.

    Attributes
    ----------
    message : str
        Empty where the exercise is not answered.
    """

    message: str = ""


@dataclass
class Summary:
    """All that the head of a page says.

    Attributes
    ----------
    rows : list of Row
    next : Next or None
        None where no points were lost.
    unanswered, waiting, comments : list of Link
        Exercises that are not answered; that a person has yet to look at; with a person's comment.
    way : str
        A sentence on how the tests ran, where that has to be said.
    """

    rows: list[Row] = field(default_factory=list)
    next: Next | None = None
    unanswered: list[Link] = field(default_factory=list)
    waiting: list[Link] = field(default_factory=list)
    comments: list[Link] = field(default_factory=list)
    way: str = ""


def item_of(cell: NotebookNode) -> Item:
    """Return what the gradebook has of a cell, which `Grades` put there."""
    return grade_info(cell)["item"]


def summary(nb: NotebookNode) -> Summary:
    """Return the head of a page from the notebook's results and the gradebook's items."""
    found = Summary(way=RAN_INSIDE if run_info(nb).tests == INSIDE else "")
    for number, exercise in enumerate(exercises_of(nb), 1):
        if not exercise.graded:
            continue
        found.rows.append(_row(number, exercise))
        link = Link(exercise.title, grade_id(exercise.graded[0]))
        if any(not item.graded or item.waits for item in map(item_of, exercise.graded)):
            found.waiting.append(link)
        elif any(_is_empty(result_of(cell)) for cell in exercise.graded):
            found.unanswered.append(link)
        cells = [exercise.solution, *exercise.graded]
        found.comments += [
            Link(exercise.title, grade_id(cell))
            for cell in {grade_id(cell): cell for cell in cells}.values()
            if grade_info(cell).get("comment")
        ]
        found.next = found.next or _message(exercise)
    if found.next is None and found.unanswered:
        found.next = Next(found.unanswered[0].title, found.unanswered[0].anchor)
    return found


def _is_empty(result: Result | None) -> bool:
    return result is not None and result.state == State.NOT_ANSWERED


def kind_of(points: float | None, top: float) -> str:
    """Return whether there are ``all``, ``some`` or ``none`` of the points; ``waits`` for None."""
    if points is None:
        return "waits"
    if points >= top:
        return "all"
    return "some" if points > 0 else "none"


def _row(number: int, exercise: Exercise) -> Row:
    graded = [one for cell in exercise.graded if (one := item_of(cell)).graded]
    points = sum(one.score for one in graded) if graded else None
    counts = Counter(map(said, exercise.graded))
    words = next(iter(counts))
    if len(counts) > 1:
        words = ", ".join(f"{count} {state}" for state, count in counts.items())
    first, kind = grade_id(exercise.graded[0]), kind_of(points, exercise.points)
    return Row(exercise.title, first, number, points, exercise.points, words, kind)


def _message(exercise: Exercise) -> Next | None:
    """Return the message of the first test of an exercise that lost points."""
    for cell in exercise.graded:
        item, result = item_of(cell), result_of(cell)
        if result is None or item.manual is not None or not item.graded:
            continue
        if item.score < item.max_score and not _is_empty(result) and result.message:
            return Next(exercise.title, grade_id(cell), result.message)
    return None


def said(cell: NotebookNode) -> str:
    """Say how a graded cell came to its points: a person's word comes before the machine's."""
    item, result = item_of(cell), result_of(cell)
    if item.manual is not None:
        words = "graded by hand"
    elif result is None or result.state == State.BY_HAND:
        words = "graded" if item.graded else NOT_GRADED
    else:
        words = str(result.state)
    words += ", with extra credit" if item.extra and item.graded else ""
    return f"{words}, to be looked at again" if item.waits and item.graded else words
