"""Login from a learning platform, for JupyterHub's configuration: by jupyterhub-ltiauthenticator.

That package checks what the platform has signed: who has signed it, for whom, when, and that the
browser that brings it is the one that asked for it. Here is who that is in the hub, and whether
they belong to this course. See hub/lti/jupyterhub_config.py.
"""

import asyncio
import pwd
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from typing import Any

from jupyterhub.auth import LocalAuthenticator
from ltiauthenticator.lti13.auth import LTI13Authenticator
from ltiauthenticator.lti13.error import InvalidAudienceError, LoginError, ValidationError
from ltiauthenticator.lti13.handlers import LTI13CallbackHandler
from tornado.web import HTTPError
from traitlets import Enum, Set, Unicode, default
from traitlets.config import Config

from graders.lti.identity import SIS, SUB, IdentityError, name_of_claims

# The first number that Linux gives to a person's account.
FIRST_UID = 1000
_CLAIM = "https://purl.imsglobal.org/spec/lti/claim/"
_GRADES = "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint"
_ROSTER = "https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice"
_INSTRUCTOR = "http://purl.imsglobal.org/vocab/lis/v2/membership#Instructor"


class Callback(LTI13CallbackHandler):
    """Where the platform sends the browser, with what it has signed."""

    async def post(self) -> None:
        """Log in.

        The package asks the platform for its keys while the hub does nothing else; here the hub
        does, however slow the platform is.
        """
        try:
            claims = await asyncio.to_thread(self.decode_and_validate_launch_request)
            user = await self.login_user(claims)
        except InvalidAudienceError as error:
            raise HTTPError(401, str(error)) from None
        except (ValidationError, LoginError) as error:
            raise HTTPError(400, str(error)) from None
        if user is None:
            raise HTTPError(403, "You are not in this course.")
        await self.redirect_to_next_url(user)


class CourseLogin(LTI13Authenticator):
    """Lets in whom the platform sends from the course, under a name that nobody chooses."""

    callback_handler = Callback

    course = Unicode(help="""The course's id: students become members of its groups.""").tag(
        config=True
    )
    deployment_id = Unicode(
        help="""The deployment of the tool on the platform; from any other nobody is let in."""
    ).tag(config=True)
    context_id = Unicode(
        help="""The course's id on the platform; from another course nobody is let in. The hub's
        log names it when an instructor logs in. Empty: every course that has the tool."""
    ).tag(config=True)
    names = Enum([SUB, SIS], SUB, help="""As c.LTI.names in the course.""").tag(config=True)
    instructors = Set(Unicode(), help="""Who is one, by their names in the hub.""").tag(config=True)
    people = Unicode(
        "lti_people.sqlite",
        help="""With names = "sis": a file of the hub's, in which it notes who is who.""",
    ).tag(config=True)

    @default("allow_all")
    def _whom_the_platform_sends(self) -> bool:
        # Whom the platform sends from this course; all others are refused below.
        return True

    @default("manage_groups")
    def _groups_at_login(self) -> bool:
        return True

    async def authenticate(self, handler: Any, data: Any = None) -> dict[str, Any] | None:
        """Return who somebody is, by claims that the platform has signed; None for nobody."""
        # The hub's own login form comes here as well, with whatever somebody has typed.
        if not isinstance(handler, Callback) or not isinstance(data, Mapping):
            return None
        try:
            self._check(data)
            name = name_of_claims(data, self.names)
        except IdentityError as error:
            raise HTTPError(403, f"{error}. Tell your instructor.") from None
        if is_of_the_system(name):
            raise HTTPError(403, "Your id is the name of an account of the system's.")
        user = str(data.get("sub"))
        if self.names == SIS and not is_same_as_ever(self.people, user, name):
            self.log.error("LTI: %r says to be %s, who is somebody else here", user, name)
            raise HTTPError(403, "Your id has changed. Tell your instructor.")
        self._say_addresses(name, data)
        groups = [f"nbgrader-{self.course}"]
        if name in self.instructors:
            groups.append(f"formgrade-{self.course}")
        return {"name": name, "groups": groups}

    def _check(self, claims: Mapping[str, Any]) -> None:
        if claims.get(f"{_CLAIM}deployment_id") != self.deployment_id:
            raise IdentityError("you come from a place on the platform that this hub is not for")
        context = claims.get(f"{_CLAIM}context")
        found = context.get("id") if isinstance(context, Mapping) else None
        if self.context_id and found != self.context_id:
            raise IdentityError("you come from a course on the platform that this hub is not for")

    def _say_addresses(self, name: str, claims: Mapping[str, Any]) -> None:
        """Write into the log what the course's configuration needs to know."""
        roles = claims.get(f"{_CLAIM}roles")
        if not isinstance(roles, list) or _INSTRUCTOR not in roles:
            return
        found = {
            "context_id": (f"{_CLAIM}context", "id"),
            "line_items": (_GRADES, "lineitems"),
            "memberships": (_ROSTER, "context_memberships_url"),
        }
        said = []
        for what, (claim, key) in found.items():
            inner = claims.get(claim)
            said.append(f"{what} = {inner.get(key) if isinstance(inner, Mapping) else None!r:.500}")
        self.log.info("LTI: the instructor %s came from: %s", name, "; ".join(said))


class LocalCourseLogin(LocalAuthenticator, CourseLogin):
    """The same where everybody has an account on the hub's machine.

    With ``c.LocalAuthenticator.create_system_users = True`` it is made at the first login.
    """


def is_of_the_system(name: str) -> bool:
    """Whether an account of this machine's has that name, and is nobody's own."""
    try:
        return pwd.getpwnam(name).pw_uid < FIRST_UID
    except KeyError:
        return False


def is_same_as_ever(file: str, user: str, name: str) -> bool:
    """Whether an id of the platform's has the name that it had before, and nobody else had it."""
    with closing(sqlite3.connect(file, timeout=10)) as database, database:
        database.execute(
            "CREATE TABLE IF NOT EXISTS people (user TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE)"
        )
        database.execute("INSERT OR IGNORE INTO people VALUES (?, ?)", (user, name))
        query = "SELECT name FROM people WHERE user = ?"
        found = database.execute(query, (user,)).fetchone()
    return found is not None and found[0] == name


def use_login(c: Config, course: str, *, accounts: bool = True) -> None:
    """Let people log in from the platform alone; after `graders.service.jupyterhub.add_course`.

    Parameters
    ----------
    c : Config
        JupyterHub's.
    course : str
        The course's id.
    accounts : bool
        Whether everybody has an account on the hub's machine.
    """
    c.JupyterHub.authenticator_class = LocalCourseLogin if accounts else CourseLogin
    c.CourseLogin.course = course
    # Who is in which group is now said at each login, and nowhere else.
    groups = c.JupyterHub.get("load_groups", {})
    c.CourseLogin.instructors = set(groups.get(f"formgrade-{course}", {}).get("users", []))
    c.JupyterHub.load_groups = {}
