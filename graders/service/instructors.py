"""The pages for instructors: queue, class, requests, reports; and figures for Prometheus."""

import asyncio
import logging
import os
import statistics
import time
from urllib.parse import urlsplit

import prometheus_client
from jupyterhub.utils import subdomain_hook_idna
from tornado.web import HTTPError, authenticated

from graders.course import CourseError
from graders.service.correction import NEWEST, Correction, correction
from graders.service.grid import formgrader_link, grid
from graders.service.handlers import Handler, number
from graders.service.metrics import QueueCollector
from graders.service.queue import NEEDS_ATTENTION, QueuedSubmission
from graders.service.regrade import LONGEST, Request, RequestRefused
from graders.service.state import FRESH, ClassBook, ReportError

# How many submissions, or requests, the page lists.
LATEST = 100
# How many actions are listed.
DONE = 500
# Of how many submissions, the last ones, the median wait is shown.
WAITS = 500
# Seconds after which pages renew themselves: the queue's, and the table of the class.
RENEWAL, CLASS_RENEWAL = FRESH, 30.0
FORMGRADER = "GRADERS_FORMGRADER"  # names the formgrader's address
OPENED = "lab?formgrader=true"  # nbgrader's own page in JupyterLab, opened at once

log = logging.getLogger(__name__)


def formgrader() -> str:
    """Return the formgrader's address, without a slash at its end; empty if it is not known."""
    address = os.environ.get(FORMGRADER, "").rstrip("/")
    hub = urlsplit(os.environ.get("JUPYTERHUB_HOST", ""))
    if not hub.hostname or not address.startswith("/"):
        return address
    # Each service has a domain of its own, as the hub names them.
    domain = subdomain_hook_idna(address.rpartition("/")[2], hub.hostname, "service")
    return f"{hub.scheme}://{domain}{f':{hub.port}' if hub.port else ''}{address}"


async def show_queue(handler: Handler) -> None:
    """Answer with submissions by stage, those that need a person, and the waits for feedback."""
    state = handler.state
    queue, book = state.queue, await state.book()
    waits = queue.waits(WAITS)
    finished = "stage NOT IN ('waiting', 'held', 'grading')"
    done = queue.find(finished, order="coalesce(finished, received) DESC, id DESC", limit=LATEST)
    requests = state.requests.open(LATEST)
    handler.page(
        "instructor.html",
        faults=[*state.faults, *filter(None, [book.fault])],
        counts=queue.counts(),
        pause=state.pauses.now,
        attention=queue.find(NEEDS_ATTENTION, limit=LATEST),
        needing=queue.count(NEEDS_ATTENTION),
        requests=[(one, _link(book, one)) for one in requests],
        asked=state.requests.count(),
        now=time.time(),
        running=queue.find("stage = 'grading'"),
        waiting=queue.find("stage IN ('waiting', 'held')", limit=LATEST),
        done=done,
        links={one.id: _link(book, one) for one in done},
        newest=queue.newest(done),
        latest=LATEST,
        median=statistics.median(waits) if waits else None,
        renewal=RENEWAL,
        assignments=state.assignments(),
        formgrader=formgrader(),
        opened=OPENED,
        **handler.form(),
    )


def _link(book: ClassBook, one: QueuedSubmission | Request) -> str:
    """Return where the submission of a student to an assignment is in the formgrader."""
    recorded = book.overview.recorded.get((one.student, one.assignment))
    return formgrader_link(formgrader(), recorded, one.student, one.assignment)


class ClassPage(Handler):
    """Who handed in what: students by assignments, each with a link into the formgrader."""

    @authenticated
    async def get(self) -> None:
        state = self.state
        book, names = await state.book(), state.assignments()
        self.page(
            "class.html",
            grid=grid(book, state.queue.stages(), names, time.time(), formgrader()),
            faults=[*filter(None, [book.fault])],
            renewal=CLASS_RENEWAL,
            token=self.xsrf_token.decode(),
        )


class Answer(Handler):
    """A student's request for another look, and the form by which it is answered."""

    @authenticated
    async def get(self, which: str) -> None:
        await self._show(self._find(which))

    @authenticated
    async def post(self, which: str) -> None:
        found = self._find(which)
        words = self.get_body_argument("answer", "")
        try:
            self.state.requests.answer(found.id, words, self.current_user["name"])
        except RequestRefused as error:
            self.set_status(409)
            await self._show(self._find(which), str(error), words[:LONGEST])
            return
        self.note("answered a request", found.student, found.assignment, found.exercise)
        self.redirect(self.home)

    def _find(self, which: str) -> Request:
        found = self.state.requests.find(number(which))
        if found is None:
            raise HTTPError(404)
        return found

    async def _show(self, found: Request, said: str = "", answer: str = "") -> None:
        rows = self.state.queue.find("id = :id", id=found.submission)
        graded = [one for row in rows for one in row.exercises if one[0] == found.exercise]
        self.page(
            "request.html",
            request=found,
            submission=next(iter(rows), None),
            points=next(iter(graded), None),
            is_newest=bool(self.state.queue.newest(rows)),
            link=_link(await self.state.book(age=0.0), found),
            said=said,
            answer=answer,
            longest=LONGEST,
            **self.form(),
        )


class Report(Handler):
    """How the class did in an assignment."""

    @authenticated
    async def get(self, assignment: str) -> None:
        if assignment not in self.state.assignments():
            raise HTTPError(404, reason="There is no such assignment.")
        try:
            self.finish(await self.state.report(assignment))
        except ReportError as error:
            log.warning("no report on %r: %s", assignment, error)
            raise HTTPError(500, reason="The report could not be made; the log says why.") from None


class Everybody(Handler):
    """Has everybody's submission to an assignment graded again, and says whom that concerns."""

    @authenticated
    async def get(self, assignment: str) -> None:
        said, found = "", None
        try:
            found = await self._correction(assignment)
        except CourseError as error:
            said = str(error)
        self.page(
            "everybody.html",
            assignment=assignment,
            correction=found,
            said=said,
            pause=self.state.pauses.now,
            renewal=RENEWAL if found and found.moving else CLASS_RENEWAL,
            **self.form(),
        )

    @authenticated
    async def post(self, assignment: str) -> None:
        which = self.get_body_argument("which")
        if which not in ("touched", "all"):
            raise HTTPError(400)
        try:
            found = await self._correction(assignment)
        except CourseError as error:
            raise HTTPError(409, reason="The assignment cannot be graded.") from error
        touched = [one.number for one in found.touched]
        count = self.state.queue.all_again(found.numbers if which == "all" else touched)
        said = "all submissions" if which == "all" else "those that a correction touched"
        self.note("had everybody graded again", "", assignment, f"{said}: {count}")
        self.redirect(self.request.path)

    async def _correction(self, assignment: str) -> Correction:
        state = self.state
        if assignment not in state.assignments():
            raise HTTPError(404, reason="There is no such assignment.")
        rows = state.queue.find(NEWEST, assignment=assignment)
        recorded = (await state.book()).overview.recorded
        students = {student for student, name in recorded if name == assignment}
        return await asyncio.to_thread(correction, state.course, assignment, rows, students)


class ActionsPage(Handler):
    """What instructors did, when and who."""

    @authenticated
    def get(self) -> None:
        self.page(
            "actions.html",
            actions=self.state.actions.last(DONE),
            latest=DONE,
            renewal=CLASS_RENEWAL,
            token=self.xsrf_token.decode(),
        )


class Metrics(Handler):
    """The figures for Prometheus, which comes with a token in its request."""

    for_services = True

    @authenticated
    def get(self) -> None:
        self.set_header("Content-Type", prometheus_client.CONTENT_TYPE_LATEST)
        figures = QueueCollector(self.state.queue, self.state.pauses, self.state.down)
        self.finish(prometheus_client.generate_latest(figures))
