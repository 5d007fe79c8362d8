"""The learning platform: its line items, its scores, its roster; by PyLTI1p3."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests
from pylti1p3.assignments_grades import AssignmentsGradesService
from pylti1p3.exception import LtiException, LtiServiceException
from pylti1p3.grade import Grade
from pylti1p3.lineitem import LineItem
from pylti1p3.names_roles import NamesRolesProvisioningService
from pylti1p3.registration import Registration
from pylti1p3.service_connector import ServiceConnector

from graders.lti import keys
from graders.lti.session import AnswerError, Session
from graders.lti.settings import LTI

_SCOPE = "https://purl.imsglobal.org/spec/lti-ags/scope/"
SCOPES = [f"{_SCOPE}lineitem", f"{_SCOPE}score"]
# What a platform is known by in the list of line items, beside the assignment's name.
TAG = "graders"
# Seconds before its end at which a token is no longer used, and for which one is used at most.
MARGIN, LONGEST = 60, 3600
# What the platform says of a request that it does not take: so much of that is kept.
MAX_SAID = 300
# People in a roster.
MOST_MEMBERS = 20_000


class PlatformError(Exception):
    """The platform has not done what it was asked; the message says why."""


class Unavailable(PlatformError):
    """The platform does not work at the moment, or not for us: the next request would fail, too."""


class Refused(PlatformError):
    """The platform has refused one request.

    Parameters
    ----------
    said : str
    status : int
        Of HTTP, 0 if the answer was no use.
    """

    def __init__(self, said: str, status: int = 0):
        super().__init__(said)
        self.status = status


@dataclass(frozen=True)
class Score:
    """A grade, as a platform is told of it."""

    user: str
    points: float
    maximum: float
    timestamp: str
    comment: str


class _Connector(ServiceConnector):
    """Keeps tokens as long as they are good."""

    def __init__(self, registration: Registration, session: Session):
        super().__init__(registration, session)
        self._tokens: dict[str, tuple[str, float]] = {}

    def _get_cached_access_token(self, scope_key: str) -> str | None:
        token, ends = self._tokens.get(scope_key, ("", 0.0))
        return token if time.monotonic() < ends else None

    def _cache_access_token(self, scope_key: str, access_token: str, expires_in: float) -> None:
        if not isinstance(access_token, str) or not access_token.isascii():
            raise Unavailable("the platform's answer to the request for a token is no use")
        good = expires_in if isinstance(expires_in, int | float) else 0
        ends = time.monotonic() + min(good, LONGEST) - MARGIN
        self._tokens[scope_key] = access_token, ends

    def forget(self) -> None:
        """Ask for a new token the next time."""
        self._tokens.clear()


class Platform:
    """The learning platform of a course.

    Parameters
    ----------
    course : Path
    settings : LTI
    alive : callable
        Is called before each request.

    Raises
    ------
    CourseError
        If settings are missing, or there is no key.
    """

    def __init__(self, course: Path, settings: LTI, alive: Callable[[], None] = lambda: None):
        settings.check()
        self._settings = settings
        # As it stands in answers.
        self._token_endpoint = requests.Request("POST", settings.token_endpoint).prepare().url
        registration = Registration()
        registration.set_issuer(settings.issuer).set_client_id(settings.client_id)
        registration.set_auth_token_url(settings.token_endpoint)
        registration.set_auth_audience(settings.token_audience)
        registration.set_tool_private_key(keys.private(course))
        registration.set_tool_public_key(keys.public(course))
        places = settings.token_endpoint, settings.line_items, settings.memberships
        self._session = Session(places, alive)
        self._connector = _Connector(registration, self._session)
        self._grades = AssignmentsGradesService(
            self._connector,
            {"scope": SCOPES, "lineitems": settings.line_items},  # type: ignore[typeddict-item]
        )

    def close(self) -> None:
        """Close what is open."""
        self._session.close()

    def line_item(self, assignment: str, maximum: float) -> str:
        """Return the address of an assignment's line item, which is made if it is missing.

        Raises
        ------
        PlatformError
            If that was not possible.
        """
        wanted = LineItem().set_label(assignment).set_resource_id(assignment).set_tag(TAG)
        wanted.set_score_maximum(maximum)

        def ours(found: Any) -> bool:
            return (
                isinstance(found, dict)
                and found.get("resourceId") == assignment
                and found.get("tag") == TAG
            )

        item = self._ask(
            lambda: self._grades.find_or_create_lineitem(wanted, condition=ours), "its line items"
        )
        address = item.get_id()
        if not isinstance(address, str) or not address:
            raise Refused("the platform has a line item without an address")
        return address

    def send(self, line_item: str, score: Score) -> None:
        """Send a score.

        Raises
        ------
        PlatformError
            If the platform has not taken it, or that is not known.
        """
        grade = Grade()
        grade.set_user_id(score.user).set_timestamp(score.timestamp).set_comment(score.comment)
        grade.set_score_given(score.points).set_score_maximum(score.maximum)
        grade.set_activity_progress("Completed").set_grading_progress("FullyGraded")
        item = LineItem().set_id(line_item)
        self._ask(lambda: self._grades.put_grade(grade, item), "a score", answered=False)

    def members(self) -> list[dict[str, Any]]:
        """Return the course's roster, as the platform has it.

        Raises
        ------
        PlatformError
            If that was not possible.
        CourseError
            If the address of the roster is not set.
        """
        self._settings.check("memberships")
        return self._ask(self._members, "the roster")

    def _members(self) -> list[dict[str, Any]]:
        service = NamesRolesProvisioningService(
            self._connector, {"context_memberships_url": self._settings.memberships}
        )
        found: list[dict[str, Any]] = []
        address: str | None = self._settings.memberships
        while address:
            page, address = service.get_members_page(address)
            if not isinstance(page, list) or not all(isinstance(one, dict) for one in page):
                raise TypeError("members")
            found += page  # type: ignore[arg-type]
            if len(found) > MOST_MEMBERS:
                raise Refused(f"the platform's roster has more than {MOST_MEMBERS} people")
        if not found:  # not even whoever has set it up
            raise Refused("the platform's roster has nobody in it")
        return found

    def _ask(self, request: Any, what: str, answered: bool = True) -> Any:
        """Carry out a request; what goes wrong, whatever the platform says, is a `PlatformError`.

        Parameters
        ----------
        answered : bool
            Whether it is of no use without an answer that can be read.
        """
        self._session.begin()
        try:
            return request()
        except LtiServiceException as error:
            raise self._refusal(error.response) from None
        except AnswerError as error:
            raise Unavailable(_short(error)) from None
        except (ValueError, RecursionError) as error:  # it is not JSON
            if not answered and self._is_taken():
                return None
            raise Unavailable(
                f"the platform's answer to {what} is no use: {_short(error)}"
            ) from None
        except requests.RequestException as error:
            raise Unavailable(f"the platform cannot be reached: {_short(error)}") from None
        except (LtiException, LookupError, TypeError, AttributeError) as error:
            raise Unavailable(
                f"the platform's answer to {what} is no use: {_short(error)}"
            ) from None

    def _is_taken(self) -> bool:
        """Whether the last answer was that something was taken, and not one with a token."""
        last = self._session.last
        return last is not None and last.ok and last.url != self._token_endpoint

    def _refusal(self, answer: requests.Response) -> PlatformError:
        status = answer.status_code
        said = f"the platform answers {status}: {_short(answer.text)}"
        if answer.url == self._token_endpoint:
            return Unavailable(f"no token: {said}")
        if status == 401:
            self._connector.forget()
        # Canvas answers 403 to who asks too often.
        if status in (401, 408, 425, 429) or status >= 500 or "rate limit" in said.casefold():
            return Unavailable(said)
        return Refused(said, status)


def _short(said: object) -> str:
    text = " ".join(str(said).split())
    return "".join(one if one.isprintable() else "?" for one in text)[:MAX_SAID]
