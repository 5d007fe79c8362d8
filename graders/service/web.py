"""The process with the pages for students and instructors, and for operators /health and /metrics.

Started by the service as ``python -m graders.service.web``, if JupyterHub has started that.
"""

import argparse
import asyncio
import logging
import os
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlparse

from jupyterhub.utils import url_path_join
from tornado.httpserver import HTTPServer
from tornado.httputil import (
    HTTPHeaders,
    HTTPMessageDelegate,
    RequestStartLine,
    ResponseStartLine,
)
from tornado.iostream import IOStream
from tornado.web import Application, RequestHandler, authenticated

from graders.course import Course
from graders.service import child, platform_pages
from graders.service.buttons import Again, Pausing
from graders.service.by_hand import Answers, Questions
from graders.service.child import Job
from graders.service.handlers import Callback
from graders.service.history import History, Seen
from graders.service.instructors import (
    ActionsPage,
    Answer,
    ClassPage,
    Everybody,
    Metrics,
    Report,
    show_queue,
)
from graders.service.queue import Stage
from graders.service.roster import Roster
from graders.service.state import State
from graders.service.students import Ask, Feedback, StudentHandler, show_course

# Seconds after which a connection is closed on which nothing comes, and the bytes that may come.
IDLE = 30.0
LARGEST = 2**16


log = logging.getLogger(__name__)


class Server(HTTPServer):
    """Has a limited number of connections open: for a new one the oldest is closed.

    If there are many on which nothing was asked, or all was answered, those come first. So who
    opens thousands of them closes their own, and who asks for a page has it.
    """

    most = 200

    def initialize(self, *args: Any, **options: Any) -> None:
        """Begin with none."""
        super().initialize(*args, **options)
        self.opened: dict[IOStream, bool] = {}  # and whether something was asked

    def handle_stream(self, stream: IOStream, address: tuple) -> None:
        """Serve a connection."""
        while len(self.opened) >= self.most:
            idle = [one for one, has_asked in self.opened.items() if not has_asked]
            # A few have just come and are about to ask.
            oldest = idle[0] if len(idle) > self.most // 4 else next(iter(self.opened))
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
            (prefix, FirstPage, given),
            (url_path_join(prefix, "feedback/([0-9]+)"), Feedback, given),
            (url_path_join(prefix, "feedback/([0-9]+)/(.+)"), Feedback, given),
            (url_path_join(prefix, "ask/([0-9]+)"), Ask, given),
            (url_path_join(prefix, "class"), ClassPage, given),
            (url_path_join(prefix, "history/([^/]+)/([^/]+)"), History, given),
            (url_path_join(prefix, "seen/([0-9]+)"), Seen, given),
            (url_path_join(prefix, "seen/([0-9]+)/(.+)"), Seen, given),
            (url_path_join(prefix, "request/([0-9]+)"), Answer, given),
            (url_path_join(prefix, "answers"), Questions, given),
            (url_path_join(prefix, "answers/([^/]+)/([^/]+)/([^/]+)"), Answers, given),
            (url_path_join(prefix, "again"), Again, given),
            (url_path_join(prefix, "pausing"), Pausing, given),
            (url_path_join(prefix, "actions"), ActionsPage, given),
            (url_path_join(prefix, "roster"), Roster, given),
            (url_path_join(prefix, "everybody/(.+)"), Everybody, given),
            (url_path_join(prefix, "report/(.+)"), Report, given),
            (url_path_join(prefix, "health"), Health, given),
            (url_path_join(prefix, "metrics"), Metrics, given),
            (url_path_join(prefix, "oauth_callback"), Callback),
            *platform_pages.routes(prefix, state),
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


class FirstPage(StudentHandler):
    """Where everybody begins: instructors with the queue, students with their assignments."""

    @authenticated
    async def get(self) -> None:
        await (show_queue(self) if self.is_instructor else show_course(self))


class Health(RequestHandler):
    """Whether all is well, for anybody who asks; status 503 if not."""

    def initialize(self, state: State) -> None:
        self.state = state

    def get(self) -> None:
        trouble = bool(self.state.faults)
        waiting = self.state.queue.counts()[Stage.WAITING]
        self.set_status(503 if trouble else 200)
        status = "trouble" if trouble else "ok"
        found = {"status": status, "waiting": waiting, "down": list(self.state.down)}
        self.finish(found | {"paused": self.state.pauses.now is not None})


async def serve(state: State, heartbeat: child.Heartbeat) -> None:
    """Serve for ever."""
    listen(state, state.policy.connections)
    while True:
        heartbeat.beat()
        await asyncio.sleep(child.INTERVAL)


def main() -> None:
    """Serve until the service ends."""
    parser = argparse.ArgumentParser(description="The pages of the service.")
    parser.add_argument("course", type=Path)
    parser.add_argument("exchange", type=Path)
    given = parser.parse_args()
    if not os.environ.get("JUPYTERHUB_HOST"):
        log.warning("one origin: a student's server can act as an instructor; see hub/README.md")
    heartbeat = child.begin(given.course, Job.PAGES)
    asyncio.run(serve(State(Course(given.course), given.exchange), heartbeat))


if __name__ == "__main__":
    main()
