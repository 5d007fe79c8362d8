"""The pages on which instructors read and grade what waits for a person, question by question."""

import asyncio
import logging
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from nbformat import NotebookNode
from sqlalchemy.exc import OperationalError
from tornado.web import HTTPError, authenticated

from graders.course import Course
from graders.notebook.text import from_text
from graders.record.by_hand import Entry, OutdatedError, Question, entries, give, questions
from graders.service.handlers import Handler
from graders.service.instructors import formgrader
from graders.service.log_lines import Event, say_of
from graders.service.queue import IS_NEWEST
from graders.service.reading import Asked, Part, answer, asked
from graders.service.regrade import RequestRefused, plain

# How many answers are on a page.
AT_ONCE = 10
# Characters of a comment.
LONGEST = 5000
_POINTS = re.compile(r"\d{1,6}(?:[.,]\d{1,4})?", re.ASCII)
BUSY = "The gradebook is in use by another program. Nothing was saved: try again."

T = TypeVar("T")

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Read:
    """An answer on the page.

    Attributes
    ----------
    parts : list of Part or None
        None if it cannot be shown at this moment; then it cannot be graded either.
    """

    entry: Entry
    number: int
    parts: list[Part] | None

    @property
    def waits(self) -> bool:
        """Whether a person is asked for."""
        return _waits(self.entry)


@dataclass(frozen=True)
class Reading:
    """A page of answers to one question.

    Attributes
    ----------
    next : str
        The key of the answer that the following page begins with, empty if there is none.
    """

    question: Question
    asked: Asked
    answers: list[Read]
    total: int
    next: str


def _waits(entry: Entry) -> bool:
    return entry.item.waits or not entry.item.graded


def find(course: Course, assignment: str, notebook: str, cell: str) -> Question:
    """Return a question of those that a person is needed for, or was.

    Raises
    ------
    KeyError
        If there is none.
    """
    with course.gradebook() as gradebook:
        for one in questions(gradebook):
            if (one.assignment, one.notebook, one.cell) == (assignment, notebook, cell):
                return one
    raise KeyError(cell)


def _asked(course: Course, question: Question) -> Asked:
    folder = course.folder("source", ".", question.assignment)
    return asked(folder / f"{question.notebook}.ipynb", question.cell)


def read(course: Course, question: Question, everything: bool, start: str) -> Reading:
    """Return a page of the answers to a question: those that wait, or all."""
    about = _asked(course, question)
    texts: dict[str, bytes] = {}
    # What is in the gradebook and the notebook that is shown belong together.
    with course.recording(), course.gradebook() as gradebook:
        found = entries(gradebook, question, about.exercise)
        wanted = [one for one in found if everything or _waits(one)]
        later = [one for one in wanted if one.key >= start]
        for one in later[:AT_ONCE]:
            folder = course.folder("autograded", one.student, question.assignment)
            path = folder / f"{question.notebook}.ipynb"
            texts[one.key] = path.read_bytes() if path.is_file() else b""
    before = len(wanted) - len(later)
    answers = [
        Read(one, before + place, _parts(texts[one.key], one, about.exercise, question.cell))
        for place, one in enumerate(later[:AT_ONCE], 1)
    ]
    following = later[AT_ONCE].key if len(later) > AT_ONCE else ""
    return Reading(question, about, answers, len(wanted), following)


def _parts(text: bytes, entry: Entry, exercise: str, cell: str) -> list[Part] | None:
    try:
        notebook = from_text(text.decode())
        solution = [one for one in notebook.cells if _name(one) == exercise]
        if entry.text is not None and solution and solution[0].source != entry.text:
            return None  # it is just being graded by somebody who does not wait
        return answer(notebook, exercise, cell)
    except (ValueError, AttributeError, KeyError) as error:
        log.warning("an answer to %s cannot be shown: %s", ascii(cell), error)
        return None


def _name(cell: NotebookNode) -> str:
    return cell.metadata.get("nbgrader", {}).get("grade_id", "")


def points_of(text: str, top: float) -> float | None:
    """Return points as somebody typed them, None for none.

    Raises
    ------
    RequestRefused
        If they are no number, or more than can be had.
    """
    text = text.strip()
    if not text:
        return None
    if not _POINTS.fullmatch(text):
        raise RequestRefused("Points are a number, such as 2 or 1.5. Nothing was saved.")
    points = float(text.replace(",", "."))
    if points > top:
        raise RequestRefused(f"There are at most {top:g} points here. Nothing was saved.")
    return points


class Questions(Handler):
    """What waits for a person: the questions, each with how many answers."""

    @authenticated
    async def get(self) -> None:
        def found() -> list[Question]:
            with self.state.course.gradebook() as gradebook:
                return questions(gradebook)

        self.page("questions.html", questions=await _busy(found))


class Answers(Handler):
    """The answers to one question in a row, with what was asked, and a form for each."""

    pictures = "data:"

    @authenticated
    async def get(self, assignment: str, notebook: str, cell: str) -> None:
        await self._show(await self._question(assignment, notebook, cell))

    @authenticated
    async def post(self, assignment: str, notebook: str, cell: str) -> None:
        question = await self._question(assignment, notebook, cell)
        key = self.get_body_argument("key", "")
        typed = self.get_body_argument("points", ""), self.get_body_argument("comment", "")
        is_program = "application/json" in self.request.headers.get("Accept", "")
        try:
            entry = await self._give(question, key, *typed)
        except (RequestRefused, OutdatedError) as error:
            self.set_status(409)
            if is_program:
                self.finish({"said": str(error)})
            else:
                await self._show(question, str(error), {key: typed})
            return
        if is_program:
            self.finish({"said": _said(entry), "seen": entry.seen})
        else:
            self.redirect(f"{self.request.uri}#{entry.key}")

    async def _question(self, *names: str) -> Question:
        try:
            return await _busy(find, self.state.course, *names)
        except KeyError:
            raise HTTPError(404, reason="There is no such question.") from None

    async def _give(self, question: Question, key: str, points: str, comment: str) -> Entry:
        course, seen = self.state.course, self.get_body_argument("seen", "")
        given = points_of(points, question.max_score)
        words = plain(comment, "comment", LONGEST) if comment.strip() else None

        def save() -> Entry:
            about = _asked(course, question)
            with course.recording(), course.gradebook() as gradebook:
                return give(gradebook, question, about.exercise, key, seen, given, words)

        entry = await _busy(save)
        self.note("graded by hand", entry.student, question.assignment, _said(entry))
        of = {"student": entry.student, "assignment": question.assignment}
        rows = f"student = :student AND assignment = :assignment AND {IS_NEWEST}"
        for row in self.state.queue.find(rows, limit=1, **of):
            say_of(Event.GIVEN, row, by=self.current_user["name"], cell=question.cell)
        return entry

    async def _show(
        self, question: Question, said: str = "", typed: dict[str, tuple[str, str]] | None = None
    ) -> None:
        everything = bool(self.get_query_argument("all", ""))
        start = self.get_query_argument("from", "")
        reading = await _busy(read, self.state.course, question, everything, start)
        self.page(
            "answers.html",
            reading=reading,
            everything=everything,
            said=said,
            typed=typed or {},
            shown_points=_number,
            said_of=_said,
            longest=LONGEST,
            formgrader=formgrader(),
            **self.form(),
        )


async def _busy(function: Callable[..., T], *arguments: Any) -> T:
    """Call a function that waits for the gradebook, and let the others have their pages."""
    try:
        return await asyncio.to_thread(function, *arguments)
    except OperationalError as error:
        log.warning("the gradebook: %s", error)
        raise HTTPError(503, reason=BUSY) from None


def _number(points: float | None) -> str:
    return "" if points is None else f"{points:g}"


def _said(entry: Entry) -> str:
    """Return what is said of an answer that was graded."""
    item = entry.item
    if not item.graded:
        return (
            "It waits for points." if not entry.comment else "Comment saved; it waits for points."
        )
    return f"{item.score:g} of {item.max_score:g} points" + (
        ", with a comment" if entry.comment else ""
    )
