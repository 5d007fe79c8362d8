"""The page with the students of the course: add one, give one more time."""

import asyncio
import math
import os
from dataclasses import dataclass
from datetime import timedelta

from nbgrader.api import InvalidEntry, Student
from tornado.web import authenticated

from graders.course import Course, CourseError
from graders.names import fault_of_student
from graders.service.handlers import ACCOUNT, IDENTITY, Handler, is_account
from graders.service.queue import IS_NEWEST
from graders.service.state import ClassBook

# How long what is known of a student may be: nbgrader's gradebook has room for as much.
LONGEST = 128
# The most that one can be given at once.
MOST = timedelta(days=365)


class RosterError(Exception):
    """What was asked for is not done; the message says why, and what to do."""


@dataclass(frozen=True)
class Member:
    """A student: what the gradebook knows, what was handed in, and more time by assignment."""

    name: str
    full_name: str
    email: str
    is_in_gradebook: bool
    handed_in: list[str]
    more_time: dict[str, timedelta]
    has_account: bool | None


def members(
    course: Course, book: ClassBook, handed_in: dict[str, list[str]], account_of: str
) -> list[Member]:
    """Return the students of a course, in order.

    Parameters
    ----------
    handed_in : dict
        The assignments that somebody handed in by the exchange, by student.
    account_of : str
        The account of a user of the hub, such as ``{username}``, empty if accounts do not matter.
    """
    with course.gradebook() as gradebook:
        found = gradebook.db.query(Student.id, Student.first_name, Student.last_name, Student.email)
        known = {name: (first, last, email) for name, first, last, email in found}
    names = {*known, *handed_in, *(student for student, _ in book.granted)}
    rows = []
    for name in sorted(names):
        first, last, email = known.get(name, ("", "", ""))
        recorded = [what for student, what in book.overview.recorded if student == name]
        rows.append(
            Member(
                name,
                " ".join(filter(None, (first, last))),
                email or "",
                name in known,
                sorted({*recorded, *handed_in.get(name, [])}),
                {what: more for (who, what), more in sorted(book.granted.items()) if who == name},
                is_account(name) if account_of else None,
            )
        )
    return rows


def add(course: Course, name: str, first: str, last: str, email: str) -> None:
    """Put a student into the gradebook.

    Raises
    ------
    RosterError
        If the name cannot be a student's, or there is one of that name.
    """
    if fault := fault_of_student(name):
        raise RosterError(f"The name {fault}. Write the name of the student's account.")
    for text in (first, last, email):
        if len(text) > LONGEST or not text.isprintable():
            raise RosterError(f"Names and addresses have at most {LONGEST} plain characters.")
    more = {"first_name": first, "last_name": last, "email": email}
    with course.gradebook() as gradebook:
        try:
            gradebook.add_student(name, **{key: text or None for key, text in more.items()})
        except InvalidEntry:
            raise RosterError(f"There is a student {name!r} already.") from None


def extension(days: str, hours: str) -> timedelta:
    """Return how much more time was asked for in a form.

    Raises
    ------
    RosterError
        If that is no number, or too much.
    """
    try:
        found = [float(text.strip().replace(",", ".") or "0") for text in (days, hours)]
    except ValueError:
        raise RosterError("Write days and hours as numbers, such as 2 and 12.") from None
    if not all(math.isfinite(one) and 0 <= one <= MOST / timedelta(hours=1) for one in found):
        raise RosterError(f"More time is 0 to {MOST.days} days.")
    more = timedelta(days=found[0], hours=found[1])
    if more > MOST:
        raise RosterError(f"More time is 0 to {MOST.days} days.")
    return more


class Roster(Handler):
    """Who is in the course; adds somebody, and gives somebody more time."""

    @authenticated
    async def get(self) -> None:
        await self._show()

    @authenticated
    async def post(self) -> None:
        what = self.get_body_argument("what", "")
        try:
            done = await (self._extend() if what == "extend" else self._add())
        except (RosterError, CourseError) as error:
            self.set_status(409)
            await self._show(said=str(error))
            return
        await self._show(done=done)

    async def _add(self) -> str:
        name = self.get_body_argument("student", "")
        texts = [self.get_body_argument(key, "") for key in ("first", "last", "email")]
        await asyncio.to_thread(add, self.state.course, name, *texts)
        self.note("added a student", name)
        return f"{name} is in the gradebook now. See below what {name} needs to log in."

    async def _extend(self) -> str:
        state = self.state
        student = self.get_body_argument("student", "")
        assignment = self.get_body_argument("assignment", "")
        more = extension(*(self.get_body_argument(key, "") for key in ("days", "hours")))
        if assignment not in state.assignments():
            raise RosterError("There is no such assignment.")
        await asyncio.to_thread(self._check_and_extend, assignment, student, more)
        self.note("gave more time", student, assignment, str(more))
        # Penalties and page of what was graded before follow.
        mine = f"student = :student AND assignment = :assignment AND {IS_NEWEST}"
        found = state.queue.find(mine, student=student, assignment=assignment)
        state.queue.all_again([one.id for one in found])
        given = f"has {more} more" if more else "has no more time than others"
        return f"{student} {given} for {assignment}."

    def _check_and_extend(self, assignment: str, student: str, more: timedelta) -> None:
        self.state.course.check(assignment)
        self.state.course.extend(assignment, student, more)

    async def _show(self, said: str = "", done: str = "") -> None:
        state = self.state
        book = await state.book(age=0.0)
        handed_in: dict[str, list[str]] = {}
        for student, assignment in state.queue.stages():
            handed_in.setdefault(student, []).append(assignment)
        accounts = os.environ.get(ACCOUNT, "{username}")
        checks = os.environ.get(IDENTITY) == "accounts"
        rows = await asyncio.to_thread(
            members, state.course, book, handed_in, accounts if checks else ""
        )
        self.page(
            "roster.html",
            members=rows,
            assignments=state.assignments(),
            due=book.overview.due,
            accounts=accounts if checks else "",
            group=f"nbgrader-{state.course.directory.course_id}",
            faults=[*filter(None, [book.fault])],
            said=said,
            done=done,
            **self.form(),
        )
