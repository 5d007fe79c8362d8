"""The learning platform, as nbgrader_config.py names it."""

from pathlib import Path
from urllib.parse import urlsplit

from traitlets import Enum, TraitError, Unicode, validate
from traitlets.config import Config, Configurable

from graders.course import CourseError
from graders.lti.identity import SIS, SUB

# In the course: the keys, and what was sent.
FOLDER = Path(".graders/lti")
LOOPBACK = ("127.0.0.1", "localhost", "::1")
NEEDED = ("issuer", "client_id", "token_endpoint")


class LTI(Configurable):
    """The learning platform (Moodle, Canvas), by LTI 1.3.

    Who may log in from it is the hub's affair, which runs no configuration of a course's: see
    hub/lti/jupyterhub_config.py.
    """

    issuer = Unicode(
        help="""The platform's name for itself: Moodle's address, for example, or
        "https://canvas.instructure.com". Empty if there is no platform."""
    ).tag(config=True)
    client_id = Unicode(help="""What the platform calls this course's tool.""").tag(config=True)
    token_endpoint = Unicode(help="""The address at which the platform gives access tokens.""").tag(
        config=True
    )
    token_audience = Unicode(
        help="""What the platform wants to be called in a request for a token, if that is not the
        address of the token endpoint."""
    ).tag(config=True)
    line_items = Unicode(
        help="""The address of the course's line items (columns of its gradebook) on the platform.
        The hub's log names it when an instructor logs in. Without it no grades are sent."""
    ).tag(config=True)
    memberships = Unicode(
        help="""The address of the course's roster on the platform. The hub's log names it, too."""
    ).tag(config=True)
    address = Unicode(
        help="""The public address of the grading service, such as
        "https://hub.example.org/services/grading-COURSE/". Links to the feedback lead there."""
    ).tag(config=True)
    names = Enum(
        [SUB, SIS],
        SUB,
        help="""What a student is called here: "lti-" and the platform's own id, which nobody can
        change ("sub"), or the id of the university's records ("sis"; Moodle's *ID number*, Canvas'
        *SIS ID*), where that is the name of the student's account.""",
    ).tag(config=True)

    @validate("token_endpoint", "line_items", "memberships", "address")
    def _is_safe(self, proposal: dict) -> str:
        address = proposal["value"]
        if address and not is_safe(address):
            raise TraitError(
                f"LTI.{proposal['trait'].name}: {address!r} is not an address that begins with "
                "https:// (http:// is for this machine alone)"
            )
        return address

    @property
    def is_used(self) -> bool:
        """Whether there is a platform at all."""
        return bool(self.issuer)

    @property
    def sends(self) -> bool:
        """Whether grades are sent."""
        return self.is_used and bool(self.line_items)

    def check(self, *more: str) -> None:
        """Make sure that some settings, and those that are always needed, are there.

        Raises
        ------
        CourseError
            If one is missing.
        """
        if missing := [name for name in (*NEEDED, *more) if not getattr(self, name)]:
            names = ", ".join(f"c.LTI.{name}" for name in missing)
            raise CourseError(f"set {names} in nbgrader_config.py: see hub/README.md, LTI")


def is_safe(address: str) -> bool:
    """Whether what is sent to an address cannot be read on the way."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
        parts.port  # noqa: B018  (raises if it is none)
    except ValueError:
        return False
    if not host or parts.username is not None or not address.isprintable() or " " in address:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and host in LOOPBACK)


def settings_of(config: Config) -> LTI:
    """Return what a course's configuration says of its platform.

    Raises
    ------
    CourseError
        If that cannot be understood.
    """
    try:
        return LTI(config=config)
    except TraitError as error:
        raise CourseError(str(error)) from None
