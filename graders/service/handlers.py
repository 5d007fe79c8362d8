"""What all pages of the service have in common: who may open them, and how faults are shown."""

import os
import pwd
import secrets
from typing import Any

from jupyterhub.services.auth import HubOAuthCallbackHandler, HubOAuthenticated, UserNotAllowed
from jupyterhub.utils import url_path_join
from tornado.web import HTTPError, RequestHandler

from graders.service.rendering import TEMPLATES
from graders.service.state import State

# In the service's environment: what a user of the hub is called as a student, where these names
# differ, such as "jupyter-{username}".
ACCOUNT = "GRADERS_ACCOUNT"
# There, too: how students are known. See `graders.exchange`.
IDENTITY = "NBGRADER_IDENTITY"
# What is said of a fault that says nothing itself.
SAID = {
    400: "What was sent could not be understood. Go back, and try again.",
    403: "This page is not for your account.",
    404: "There is nothing at this address.",
    405: "There is nothing at this address.",
}
OTHER = "Something went wrong, and it was not your fault. Try again later."


class Authenticated(HubOAuthenticated, RequestHandler):
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


class Callback(Authenticated, HubOAuthCallbackHandler):
    """Where the hub sends those who have logged in."""


class Handler(Authenticated):
    """A page: for those whom JupyterHub gives access to the service, and nobody else."""

    # Whether it is for students, too, or for programs that have a token of a service of the hub's.
    for_students = for_services = False
    # Where its pictures may come from.
    pictures = "'none'"

    def initialize(self, state: State) -> None:
        self.state = state
        self.current_user = None  # nobody is known before `prepare`

    async def prepare(self) -> None:
        """Let in whom the page is for."""
        await super().prepare()
        if self.current_user and not self._may_open():
            raise HTTPError(403, "not allowed: %s", self.current_user["name"])

    def _may_open(self) -> bool:
        if self.current_user["kind"] != "user":
            return self.for_services
        return self.for_students or self.is_instructor

    def set_default_headers(self) -> None:
        # Of scripts only the page's own, which fetches the page.
        self.nonce = secrets.token_urlsafe()
        self.set_header("Cache-Control", "no-store")
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Referrer-Policy", "same-origin")
        self.set_header(
            "Content-Security-Policy",
            f"default-src 'none'; style-src 'unsafe-inline'; script-src 'nonce-{self.nonce}'; "
            f"connect-src 'self'; img-src {self.pictures}; form-action 'self'; "
            "frame-ancestors 'none'",
        )

    @property
    def is_instructor(self) -> bool:
        """Whether whoever asks is one: a member of nbgrader's group of the course."""
        group = f"formgrade-{self.state.course.directory.course_id}"
        return group in self.current_user.get("groups", ())

    @property
    def student(self) -> str:
        """What whoever asks is called as a student: by that name submissions are known."""
        name = os.environ.get(ACCOUNT, "{username}").format(username=self.current_user["name"])
        if os.environ.get(IDENTITY) == "accounts" and not is_account(name):
            reason = "This server has no account by which your submissions are known."
            raise HTTPError(404, "no account %r", name, reason=f"{reason} Tell your instructor.")
        return name

    @property
    def home(self) -> str:
        """The address of the first page."""
        return os.environ["JUPYTERHUB_SERVICE_PREFIX"]

    def page(self, template: str, **values: Any) -> None:
        """Answer with a page."""
        hub = self.hub_auth.hub_host + self.hub_auth.hub_prefix
        shared = {
            "course": self.state.course.directory.course_id,
            "user": self.current_user and self.current_user["name"],
            "home": self.home,
            "platform": self.state.platform.sends,
            "lab": url_path_join(hub, "user-redirect/lab"),
            "logout": url_path_join(hub, "logout"),
            "nonce": self.nonce,
        }
        self.finish(TEMPLATES.get_template(template).render(shared | values))

    def note(self, what: str, student: str = "", assignment: str = "", detail: str = "") -> None:
        """Write down what whoever asks has done."""
        self.state.actions.note(self.current_user["name"], what, student, assignment, detail)

    def form(self) -> dict[str, str]:
        """Return what a page with a form, or one that renews itself, needs."""
        return {"xsrf": self.xsrf_form_html(), "token": self.xsrf_token.decode()}

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """Say what was wrong."""
        error = kwargs.get("exc_info", (None, None))[1]
        said = getattr(error, "reason", None) or SAID.get(status_code, OTHER)
        self.page("error.html", said=said, nonce="")


def is_account(name: str) -> bool:
    """Whether this server has an account of that name."""
    try:
        pwd.getpwnam(name)
    except KeyError:
        return False
    return True


def number(text: str) -> int:
    """Return a number of a submission or a request, as it stands in an address or a form."""
    if not text.isascii() or not text.isdigit() or len(text) > 15:
        raise HTTPError(404)
    return int(text)
