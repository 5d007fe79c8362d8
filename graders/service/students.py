"""The pages for students: where one stands, the feedback, and a request for another look.

Everybody sees what is their own. What is somebody else's is answered as if it did not exist.
"""

from contextlib import suppress

from tornado.web import HTTPError, authenticated

from graders.service.handlers import Handler, number
from graders.service.queue import QueuedSubmission
from graders.service.regrade import LONGEST, RequestRefused
from graders.service.rendering import given, pages
from graders.service.standing import ATTEMPTS, AssignmentStanding, standing

# Seconds after which the page renews itself: while something is being graded, and else. Not by a
# stream of events: each would hold one of the connections, of which there is a limited number.
SOON, LATER = 5, 30
# How many submissions to unknown assignments are listed.
OTHERS = 10


class StudentHandler(Handler):
    """A page for everybody who may open the service."""

    for_students = True

    def own(self, text: str) -> QueuedSubmission:
        """Return a submission of whoever asks, by its number."""
        mine = "id = :id AND student = :student"
        found = self.state.queue.find(mine, id=number(text), student=self.student)
        if not found:
            raise HTTPError(404)
        return found[0]


async def show_course(handler: StudentHandler) -> None:
    """Answer with all assignments, and where the student stands in each."""
    state, student = handler.state, handler.student
    book = await state.book()
    # One that was taken back stays for those who have handed it in.
    shown = {*state.released(), *state.queue.assignments_of(student)}
    names = [name for name in state.assignments() if name in shown]
    found = [standing(state, book, student, name) for name in names]
    # By the due date; what has none comes last.
    found.sort(key=lambda one: (one.due is None, one.due.timestamp() if one.due else 0, one.name))
    refused = state.queue.find(
        "student = :student AND stage = 'refused'",
        order="received DESC, id DESC",
        limit=OTHERS,
        student=student,
    )
    handler.page(
        "student.html",
        student=student,
        assignments=found,
        others=[row for row in refused if row.assignment not in names],
        limit=state.policy.gradings_per_day,
        most=ATTEMPTS,
        is_down=bool(state.faults),
        pause=state.pauses.now,
        is_uncertain=bool(book.fault),
        renewal=SOON if any(one.is_moving for one in found) else LATER,
        token=handler.xsrf_token.decode(),
    )


class Feedback(StudentHandler):
    """What a student was given of a submission: the feedback page, or what went wrong."""

    @authenticated
    async def get(self, which: str, notebook: str = "") -> None:
        found = self.own(which)
        what = given(found)
        if not what:
            raise HTTPError(404, reason="There is no feedback on this submission yet.")
        course, limit = self.state.course.root, self.state.policy.gradings_per_day
        due = (await self.state.book()).overview.due.get(found.assignment)
        made: dict[str, bytes] = {}
        with suppress(OSError):
            made = pages(course, found, what, due, limit)
        page = made.get(notebook) or (None if notebook else next(iter(made.values()), None))
        if page is None:
            raise HTTPError(404, reason="There is no such page. Tell your instructor.")
        # It shows what a student's cells have shown; so it may do nothing but be seen.
        self.set_header(
            "Content-Security-Policy",
            "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox; "
            "frame-ancestors 'none'",
        )
        self.finish(page)


class Ask(StudentHandler):
    """Asks for another look at one exercise of the submission that counts."""

    @authenticated
    async def get(self, which: str) -> None:
        self._show(await self._current(which))

    @authenticated
    async def post(self, which: str) -> None:
        current = await self._current(which)
        exercise = self.get_body_argument("exercise", "")
        reason = self.get_body_argument("reason", "")
        try:
            if exercise not in current.questions:
                raise RequestRefused(
                    "Choose an exercise. About those that are not listed you have asked already, "
                    "or they are not graded yet."
                )
            row = current.attempts[0].row
            self.state.requests.ask(
                row.id, row.gradings, self.student, row.assignment, exercise, reason
            )
        except RequestRefused as error:
            self.set_status(409)
            self._show(current, str(error), exercise, reason[:LONGEST])
            return
        self.redirect(self.home)

    async def _current(self, which: str) -> AssignmentStanding:
        """Return where the student stands, if the submission is the one that counts."""
        found = self.own(which)
        current = standing(self.state, await self.state.book(), self.student, found.assignment)
        newest = current.newest
        if newest is None or newest.row.id != found.id:
            raise HTTPError(409, reason="Only about the newest submission you can ask.")
        if not newest.has_points:
            raise HTTPError(409, reason="You do not have the points of this submission yet.")
        return current

    def _show(
        self, current: AssignmentStanding, said: str = "", exercise: str = "", reason: str = ""
    ) -> None:
        row = current.attempts[0].row
        exercises = [one for one in row.exercises if one[0] in current.questions]
        # Those that lost points come first.
        exercises.sort(key=lambda one: one[1] >= one[2])
        self.page(
            "ask.html",
            submission=row,
            exercises=exercises,
            said=said,
            exercise=exercise,
            reason=reason,
            longest=LONGEST,
            **self.form(),
        )
