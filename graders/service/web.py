"""The process with the page for instructors, and what operators watch: /health and /metrics.

Started by the service as ``python -m graders.service.web``, if JupyterHub has started that.
"""

import argparse
import asyncio
import logging
import os
import secrets
import statistics
import sys
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlparse

import prometheus_client
from jupyterhub.services.auth import HubOAuthCallbackHandler, HubOAuthenticated, UserNotAllowed
from jupyterhub.utils import url_path_join
from tornado.httpserver import HTTPServer
from tornado.httputil import (
    HTTPHeaders,
    HTTPMessageDelegate,
    RequestStartLine,
    ResponseStartLine,
)
from tornado.iostream import IOStream
from tornado.web import Application, HTTPError, RequestHandler, authenticated

from graders.course import REPORTS, Course
from graders.service import child
from graders.service.child import Job
from graders.service.metrics import QueueCollector
from graders.service.paths import QUEUE
from graders.service.policy import Policy
from graders.service.publisher import TEMPLATES
from graders.service.queue import NEEDS_ATTENTION, Queue, Stage

# How many submissions the page lists.
LATEST = 100
# Of how many submissions, the last ones, the median wait is shown.
WAITS = 500
# Seconds after which the page renews itself, and after which a report is made anew for who asks.
RENEWAL = 10.0
FORMGRADER = "GRADERS_FORMGRADER"  # names the formgrader's address
# Seconds after which a connection is closed on which nothing comes, and the bytes that may come.
IDLE = 30.0
LARGEST = 2**16


log = logging.getLogger(__name__)


class ReportError(Exception):
    """A report could not be made; the message says why."""


class State:
    """What the pages tell of: the queue of a course, and whether the other processes work."""

    def __init__(self, course: Path):
        self._course = course
        # A page that cannot be had at once is asked for again; nothing else waits for it.
        self.queue = Queue(course / QUEUE, patience=5)

        # One report at a time is made, in a process of its own.
        self._making = asyncio.Lock()

    def assignments(self) -> list[str]:
        """Return the names of the assignments that are released."""
        return sorted({path.parent.name for path in self._course.glob("release/*/*.ipynb")})

    async def report(self, assignment: str) -> bytes:
        """Return the page on how the class did in an assignment, as of some seconds ago.

        Raises
        ------
        ReportError
            If it cannot be made.
        """
        async with self._making:
            kept = self._course / REPORTS / f"{assignment}.html"
            with suppress(OSError):
                if time.time() - kept.stat().st_mtime < RENEWAL:
                    return kept.read_bytes()
            process = await asyncio.create_subprocess_exec(
                *[sys.executable, "-m", "graders", "report"],
                *[f"--course={self._course}", "--", assignment],
                stdout=asyncio.subprocess.DEVNULL,
                stderr=asyncio.subprocess.PIPE,
            )
            _, said = await process.communicate()
            if process.returncode:
                raise ReportError(said.decode("utf-8", "replace").strip()[-1000:])
            return kept.read_bytes()

    @property
    def down(self) -> dict[Job, str]:
        """What is wrong with the other processes."""
        return child.faults(self._course, [Job.EXCHANGE, Job.GRADER])

    @property
    def faults(self) -> list[str]:
        """Return the present faults of the service, as sentences."""
        found = [f"{job}: {said}" for job, said in self.down.items()]
        return [trouble, *found] if (trouble := self.queue.trouble) else found


class Server(HTTPServer):
    """Has a limited number of connections open: for a new one the oldest is closed.

    Those come first on which nothing was asked, or all was answered. So who opens thousands of them
    closes their own, and who asks for a page has it.
    """

    most = 200

    def initialize(self, *args: Any, **options: Any) -> None:
        """Begin with none."""
        super().initialize(*args, **options)
        self.opened: dict[IOStream, bool] = {}  # and whether something was asked

    def handle_stream(self, stream: IOStream, address: tuple) -> None:
        """Serve a connection."""
        while len(self.opened) >= self.most:
            idle = (one for one, has_asked in self.opened.items() if not has_asked)
            oldest = next(idle, None) or next(iter(self.opened))
            del self.opened[oldest]
            oldest.close()
        self.opened[stream] = False
        super().handle_stream(stream, address)

    def start_request(self, server_conn: Any, request_conn: Any) -> HTTPMessageDelegate:
        """Wait for a request on a connection; all before it was answered."""
        stream = request_conn.stream

        def note(has_asked: bool) -> None:
            if stream in self.opened:
                self.opened[stream] = has_asked

        note(False)
        return _Noted(super().start_request(server_conn, request_conn), lambda: note(True))

    def on_close(self, server_conn: Any) -> None:
        """Forget those that are closed."""
        super().on_close(server_conn)
        self.opened = {one: asked for one, asked in self.opened.items() if not one.closed()}


class _Noted(HTTPMessageDelegate):
    """Notes that a request has come, and passes it on."""

    def __init__(self, delegate: HTTPMessageDelegate, note: Callable[[], None]):
        self._delegate, self._note = delegate, note

    def headers_received(
        self, start_line: RequestStartLine | ResponseStartLine, headers: HTTPHeaders
    ) -> Awaitable[None] | None:
        self._note()
        return self._delegate.headers_received(start_line, headers)

    def data_received(self, chunk: bytes) -> Awaitable[None] | None:
        return self._delegate.data_received(chunk)

    def finish(self) -> None:
        self._delegate.finish()

    def on_connection_close(self) -> None:
        self._delegate.on_connection_close()


def listen(state: State, most: int) -> HTTPServer:
    """Serve at the address that JupyterHub has given, so many connections at once."""
    prefix = os.environ["JUPYTERHUB_SERVICE_PREFIX"]
    given = {"state": state}
    pages = Application(
        [
            (prefix, InstructorPage, given),
            (url_path_join(prefix, "again"), Again, given),
            (url_path_join(prefix, "report/(.+)"), Report, given),
            (url_path_join(prefix, "health"), Health, given),
            (url_path_join(prefix, "metrics"), Metrics, given),
            (url_path_join(prefix, "oauth_callback"), Callback),
        ],
        # Not `xsrf_cookies`, which checks before anybody has asked who it is: see `prepare`.
        cookie_secret=os.urandom(32),
    )
    address = urlparse(os.environ["JUPYTERHUB_SERVICE_URL"])
    server = Server(
        pages,
        xheaders=True,
        idle_connection_timeout=IDLE,
        body_timeout=IDLE,
        max_body_size=LARGEST,
        max_header_size=LARGEST,
    )
    server.most = most
    server.listen(address.port or 0, address.hostname or "127.0.0.1")
    return server


class _Authenticated(HubOAuthenticated, RequestHandler):
    """Knows who it is before anything else is done, and without waiting for the hub on the loop.

    JupyterHub's own way is to ask, synchronously, when `current_user` is first needed. That may be
    within the answer to an earlier question, and then both wait for each other for ever.
    """

    async def prepare(self) -> None:
        """Ask the hub who it is; refuse what a page of somebody else's has sent."""
        self.current_user = None  # whoever asks meanwhile does not ask the hub
        user = await self.hub_auth.get_user(self, sync=False)
        if self.request.method not in ("GET", "HEAD"):
            try:
                self.check_xsrf_cookie()
            except HTTPError:
                reason = "The page is out of date. Open it again, and press the button there."
                raise HTTPError(403, reason=reason) from None
        try:
            self.current_user = user and self.check_hub_user(user)
        except UserNotAllowed:
            raise HTTPError(403, "not allowed: %s", user["name"]) from None


class Callback(_Authenticated, HubOAuthCallbackHandler):
    """Where the hub sends those who have logged in."""


class _Handler(_Authenticated):
    """Open to those whom JupyterHub gives access to the service, and nobody else."""

    def initialize(self, state: State) -> None:
        self.state = state

    def set_default_headers(self) -> None:
        # Of scripts only the page's own, which fetches the page.
        self.nonce = secrets.token_urlsafe()
        self.set_header("Cache-Control", "no-store")
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header(
            "Content-Security-Policy",
            f"default-src 'none'; style-src 'unsafe-inline'; script-src 'nonce-{self.nonce}'; "
            "connect-src 'self'; form-action 'self'; frame-ancestors 'none'",
        )


class InstructorPage(_Handler):
    """Submissions by stage, those that need a person, and the waits for feedback."""

    @authenticated
    def get(self) -> None:
        queue = self.state.queue
        waits = queue.waits(WAITS)
        finished = "stage NOT IN ('waiting', 'held', 'grading')"
        done = queue.find(
            finished, order="coalesce(finished, received) DESC, id DESC", limit=LATEST
        )
        newest = queue.newest(done)
        page = TEMPLATES.get_template("instructor.html").render(
            faults=self.state.faults,
            counts=queue.counts(),
            attention=queue.find(NEEDS_ATTENTION, limit=LATEST),
            needing=queue.count(NEEDS_ATTENTION),
            now=time.time(),
            running=queue.find("stage = 'grading'"),
            waiting=queue.find("stage IN ('waiting', 'held')", limit=LATEST),
            done=done,
            newest=newest,
            latest=LATEST,
            median=statistics.median(waits) if waits else None,
            user=self.current_user["name"],
            xsrf=self.xsrf_form_html(),
            token=self.xsrf_token.decode(),
            nonce=self.nonce,
            renewal=RENEWAL,
            assignments=self.state.assignments(),
            formgrader=os.environ.get(FORMGRADER, ""),
        )
        self.finish(page)


class Report(_Handler):
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


class Again(_Handler):
    """Has a submission graded again."""

    @authenticated
    def post(self) -> None:
        number = self.get_body_argument("submission")
        if not number.isascii() or not number.isdigit():
            raise HTTPError(400, "no number of a submission")
        if not self.state.queue.again(int(number)):
            raise HTTPError(
                409, reason="Only a student's newest submission can be graded again, and not "
                "while it waits or is being graded."
            )  # fmt: skip
        self.redirect("./")


class Metrics(_Handler):
    """The figures for Prometheus, which comes with a token in its request."""

    @authenticated
    def get(self) -> None:
        self.set_header("Content-Type", prometheus_client.CONTENT_TYPE_LATEST)
        self.finish(prometheus_client.generate_latest(QueueCollector(self.state.queue)))


class Health(RequestHandler):
    """Whether all is well, for anybody who asks; status 503 if not."""

    def initialize(self, state: State) -> None:
        self.state = state

    def get(self) -> None:
        trouble = bool(self.state.faults)
        waiting = self.state.queue.counts()[Stage.WAITING]
        self.set_status(503 if trouble else 200)
        status = "trouble" if trouble else "ok"
        self.finish({"status": status, "waiting": waiting, "down": list(self.state.down)})


async def serve(course: Path, heartbeat: child.Heartbeat) -> None:
    """Serve for ever."""
    listen(State(course), Policy(config=Course(course).config).connections)
    while True:
        heartbeat.beat()
        await asyncio.sleep(child.INTERVAL)


def main() -> None:
    """Serve until the service ends."""
    parser = argparse.ArgumentParser(description="The page for instructors.")
    parser.add_argument("course", type=Path)
    given = parser.parse_args()
    if not os.environ.get("JUPYTERHUB_HOST"):
        log.warning("one origin: a student's server can act as an instructor; see hub/README.md")
    asyncio.run(serve(given.course, child.begin(given.course, Job.PAGES)))


if __name__ == "__main__":
    main()
