"""The page for instructors, and what operators watch: /health and /metrics."""

import os
import statistics
import time
from typing import Protocol
from urllib.parse import urlparse

import prometheus_client
from jupyterhub.services.auth import HubOAuthCallbackHandler, HubOAuthenticated
from jupyterhub.utils import url_path_join
from tornado.httpserver import HTTPServer
from tornado.web import Application, HTTPError, RequestHandler, authenticated

from graders.service.metrics import registry
from graders.service.queue import IS_NEWEST, NEEDS_ATTENTION, Queue, Stage
from graders.service.returns import TEMPLATES

# How many submissions the page lists.
LATEST = 100


class State(Protocol):
    """What the page shows of the service.

    Attributes
    ----------
    queue : Queue
    faults : list of str
        What is wrong at the moment, as sentences.
    """

    queue: Queue
    faults: list[str]

    def wake(self) -> None:
        """Tell the grader that there is something to do."""


def listen(service: State) -> HTTPServer | None:
    """Serve at the address that JupyterHub has given; None if it has not given any.

    Parameters
    ----------
    service : State
    """
    url = os.environ.get("JUPYTERHUB_SERVICE_URL")
    if not url:
        return None
    address = urlparse(url)
    prefix = os.environ["JUPYTERHUB_SERVICE_PREFIX"]
    server = HTTPServer(application(service, prefix), xheaders=True)
    server.listen(address.port, address.hostname)
    return server


def application(service: State, prefix: str) -> Application:
    """Return the pages below a prefix."""
    given = {"service": service}
    return Application(
        [
            (prefix, Page, given),
            (url_path_join(prefix, "again"), Again, given),
            (url_path_join(prefix, "health"), Health, given),
            (url_path_join(prefix, "metrics"), Metrics, given),
            (url_path_join(prefix, "oauth_callback"), HubOAuthCallbackHandler),
        ],
        cookie_secret=os.urandom(32),
        xsrf_cookies=True,
    )


class _Handler(HubOAuthenticated, RequestHandler):
    """Open to those whom JupyterHub gives access to the service, and nobody else."""

    def initialize(self, service: State) -> None:
        self.service = service

    def set_default_headers(self) -> None:
        self.set_header("Cache-Control", "no-store")
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header(
            "Content-Security-Policy",
            "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; "
            "frame-ancestors 'none'",
        )


class Page(_Handler):
    """What is where, what needs a person, and how long feedback takes."""

    @authenticated
    def get(self) -> None:
        queue = self.service.queue
        waits = queue.waits()
        page = TEMPLATES.get_template("instructor.html").render(
            faults=self.service.faults,
            counts=queue.counts(),
            attention=queue.find(NEEDS_ATTENTION),
            newest={submission.id for submission in queue.find(IS_NEWEST)},
            now=time.time(),
            running=queue.find("stage = 'grading'"),
            waiting=queue.find("stage IN ('waiting', 'held')", limit=LATEST),
            done=queue.find(
                "stage NOT IN ('waiting', 'held', 'grading')",
                order="coalesce(finished, received) DESC, id DESC",
                limit=LATEST,
            ),
            median=statistics.median(waits) if waits else None,
            user=self.current_user["name"],
            xsrf=self.xsrf_form_html(),
        )
        self.finish(page)


class Again(_Handler):
    """Has a submission graded again."""

    @authenticated
    def post(self) -> None:
        number = self.get_body_argument("submission")
        if not number.isascii() or not number.isdigit():
            raise HTTPError(400, "no number of a submission")
        if not self.service.queue.again(int(number)):
            raise HTTPError(
                409, reason="Only a student's newest submission can be graded again, and not "
                "while it waits or is being graded."
            )  # fmt: skip
        self.service.wake()
        self.redirect("./")


class Metrics(_Handler):
    """The figures for Prometheus, which comes with a token in its request."""

    @authenticated
    def get(self) -> None:
        self.set_header("Content-Type", prometheus_client.CONTENT_TYPE_LATEST)
        self.finish(prometheus_client.generate_latest(registry(self.service.queue)))


class Health(RequestHandler):
    """Whether all is well, for anybody who asks; status 503 if not."""

    def initialize(self, service: State) -> None:
        self.service = service

    def get(self) -> None:
        faults = self.service.faults
        waiting = self.service.queue.counts()[Stage.WAITING]
        self.set_status(503 if faults else 200)
        self.finish({"status": "trouble" if faults else "ok", "waiting": waiting})
