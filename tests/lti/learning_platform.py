"""A learning platform on the loopback interface: lti1p3platform, which others wrote, by HTTP.

What it says of tokens, keys, scopes, launches, line items, scores and rosters is that package's;
here is what it keeps, in memory, and HTTP. A test may have it answer something else.
"""

import functools
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import jwt
from jwcrypto.jwk import JWK
from lti1p3platform.exceptions import (
    LineItemNotFoundException,
    LtiException,
    LtiServiceException,
)
from lti1p3platform.ltiplatform import LTI1P3PlatformConfAbstract
from lti1p3platform.membership import Context
from lti1p3platform.message_launch import LTIAdvantageMessageLaunchAbstract
from lti1p3platform.oidc_login import OIDCLoginAbstract
from lti1p3platform.registration import Registration
from lti1p3platform.request import Request
from lti1p3platform.score import UpdateScoreStatus
from lti1p3platform.service_connector import (
    AssignmentsGradesService,
    NamesRoleProvisioningService,
)

CLIENT, DEPLOYMENT, CONTEXT = "course-tool", "1", "42"
LEARNER = "http://purl.imsglobal.org/vocab/lis/v2/membership#Learner"
INSTRUCTOR = "http://purl.imsglobal.org/vocab/lis/v2/membership#Instructor"
PAGE = 2  # line items, or members, on a page


class Configuration(LTI1P3PlatformConfAbstract):
    """The platform's registration of the tool."""

    def init_platform_config(self, **kwargs: Any) -> None:
        self._registration = kwargs["registration"]

    def get_registration_by_params(self, **kwargs: Any) -> Registration:
        return self._registration


class Call(Request):
    """A request, as the package reads it."""

    def build_metadata(self, request: dict) -> dict:
        return request


class Grades(AssignmentsGradesService):
    """Line items and scores, in memory."""

    platform: "LearningPlatform"

    def find_lineitems(self, page: int = 1, limit: int | None = None, **_: Any) -> dict:
        found = list(self.platform.line_items.values())
        start, size = (page - 1) * PAGE, PAGE
        return {"content": found[start : start + size], "has_next": start + size < len(found)}

    def find_lineitem(self, line_item_id: str) -> dict:
        if line_item_id not in self.platform.line_items:
            raise LineItemNotFoundException
        return self.platform.line_items[line_item_id]

    def create_lineitem(self, creation_data: dict) -> dict:
        number = str(len(self.platform.line_items) + 1)
        made = creation_data | {"id": f"{self.platform.address}/lineitems/{number}"}
        self.platform.line_items[number] = made
        return made

    def update_lineitem(self, update_data: dict) -> dict:
        raise NotImplementedError

    def delete_lineitem(self, line_item_id: str) -> None:
        raise NotImplementedError

    def update_score(self, line_item_id: str, score: dict) -> UpdateScoreStatus:
        item = self.find_lineitem(line_item_id)
        key = item["resourceId"], score["userId"]
        before = self.platform.scores.get(key)
        if before is not None and score["timestamp"] <= before["timestamp"]:
            return UpdateScoreStatus.OLD_TIMESTAMP
        self.platform.scores[key] = score
        self.platform.received.append(score)
        return UpdateScoreStatus.SUCCESS if before else UpdateScoreStatus.CREATED

    def get_results(self, line_item_id: str, **_: Any) -> dict:
        raise NotImplementedError


class Roster(NamesRoleProvisioningService):
    """The members, in memory."""

    platform: "LearningPlatform"

    def get_member_data_page(self, page: int = 1, limit: int | None = None, **_: Any) -> dict:
        start, size = (page - 1) * (limit or 1000), limit or 1000
        found = self.platform.members
        return {
            "content": [dict(one) for one in found[start : start + size]],
            "has_next": start + size < len(found),
        }

    def get_context_by_id(self) -> Context:
        return Context(CONTEXT, "course", "A course")


class Launch(LTIAdvantageMessageLaunchAbstract):
    """A launch, as the form that a browser sends to the tool."""

    def render_launch_form(self, launch_data: dict, **_: Any) -> dict:
        return launch_data


class Start(OIDCLoginAbstract):
    """The first step of a launch: the browser is sent to the tool."""

    def set_lti_message_hint(self, **hint: str) -> None:
        self._lti_message_hint = hint["hint"]

    def get_redirect(self, url: str) -> str:
        return url


class LearningPlatform:
    """The platform.

    Attributes
    ----------
    line_items, scores, members
        What it keeps; scores by assignment and user.
    received : list of dict
        The scores that it took, in their order.
    asked : list of str
        The requests that came, as ``POST /token``.
    answers : dict of str to callable
        By the beginning of a request, such as ``POST /token``: what is done in its place.
    """

    def __init__(self) -> None:
        self.line_items: dict[str, dict] = {}
        self.scores: dict[tuple[str, str], dict] = {}
        self.members: list[dict] = []
        self.received: list[dict] = []
        self.asked: list[str] = []
        self.answers: dict[str, Callable[[BaseHTTPRequestHandler], None]] = {}
        self.private, self._public = _pair()
        self.address = ""
        self.tool_keys: dict = {"keys": []}
        self.hub = "http://127.0.0.1:9"

    def configuration(self) -> Configuration:
        made = Registration().set_iss(self.address).set_client_id(CLIENT)
        made.set_deployment_id(DEPLOYMENT).set_launch_url(f"{self.hub}/hub/")
        made.set_oidc_login_url(f"{self.hub}/hub/lti13/oauth_login")
        made.set_platform_public_key(self._public).set_platform_private_key(self.private)
        made.set_tool_key_set(self.tool_keys)
        return Configuration(registration=made)

    def lines(self) -> str:
        """Return the lines for nbgrader_config.py."""
        places = {
            "issuer": self.address,
            "client_id": CLIENT,
            "token_endpoint": f"{self.address}/token",
            "line_items": f"{self.address}/lineitems",
            "memberships": f"{self.address}/members?limit={PAGE}",
        }
        return "".join(f"c.LTI.{name} = {value!r}\n" for name, value in places.items())

    def add(self, user: str, name: str, role: str = LEARNER, **more: str) -> None:
        """Put somebody into the roster."""
        first, _, last = name.partition(" ")
        self.members.append(
            {"user_id": user, "given_name": first, "family_name": last, "roles": [role]} | more
        )

    def handle(self, method: str, path: str, query: dict, headers: dict, body: bytes) -> tuple:
        """Return status, body and headers of an answer."""
        configuration = self.configuration()
        if path == "/token":
            form = dict(parse_qsl(body.decode()))
            return 200, configuration.get_access_token(form), {}
        if path == "/jwks":
            return 200, configuration.get_jwks(), {}
        if path == "/launch":
            start = Start(None, configuration)
            start.set_lti_message_hint(hint="1")
            return 302, None, {"Location": start.initiate_login(query["user"])}
        if path == "/auth":
            return self._launch(configuration, query)
        call = Call(
            {
                "method": method,
                "form_data": {},
                "get_data": {k: int(v) if v.isdigit() else v for k, v in query.items()},
                "headers": headers,
                "content_type": headers.get("Content-Type"),
                "path": path,
                "json": json.loads(body) if body else None,
            }
        )
        if path == "/members":
            roster = Roster(call, configuration, f"{self.address}/members")
            roster.platform = self
            done = roster.handle_resp(roster.handle_get_members)
        else:
            grades = Grades(call, configuration, f"{self.address}/lineitems")
            grades.platform = self
            done = self._grades(grades, method, path)
        result = done.result
        following = result.pop("next", "") if isinstance(result, dict) else ""
        if isinstance(result, dict) and "has_next" in result:
            result = result["content"]
        more = {"Link": f'<{following}>; rel="next"'} if following else {}
        return done.code, result, more | {"Content-Type": done.media_type}

    def _grades(self, grades: Grades, method: str, path: str) -> Any:
        _, _, *rest = path.split("/")
        if not rest:
            step = {"GET": grades.handle_get_lineitems, "POST": grades.handle_create_lineitem}
            return grades.handle_resp(step[method])
        return grades.handle_resp(grades.handle_update_score, line_item_id=rest[0])

    def _launch(self, configuration: Configuration, query: dict) -> tuple:
        """Say who somebody is: whoever is named in the login hint, as if logged in."""
        launch = Launch(Call({"get_data": query, "form_data": {}}), configuration)
        member = next(one for one in self.members if one["user_id"] == query["login_hint"])
        name = f"{member['given_name']} {member['family_name']}"
        launch.set_user_data(member["user_id"], member["roles"], name)
        launch.set_resource_link_claim("1")
        launch.set_launch_context_claim(CONTEXT, context_label="course", context_title="A course")
        launch.set_ags(f"{self.address}/lineitems")
        launch.set_nrps(f"{self.address}/members")
        made = launch.lti_launch()
        inputs = "".join(
            f'<input type="hidden" name="{key}" value="{made[key]}">'
            for key in ("id_token", "state")
        )
        page = f'<form method="post" action="{made["launch_url"]}">{inputs}</form>'
        script = "<script>document.forms[0].submit()</script>"
        return 200, page + script, {"Content-Type": "text/html"}

    def claims(self, user: str, nonce: str) -> dict:
        """Return what a launch says, of which a test may change something."""
        base = "https://purl.imsglobal.org/spec/lti/claim/"
        return {
            "iss": self.address,
            "aud": CLIENT,
            "sub": user,
            "nonce": nonce,
            "iat": int(time.time()),
            "exp": int(time.time()) + 60,
            f"{base}message_type": "LtiResourceLinkRequest",
            f"{base}version": "1.3.0",
            f"{base}deployment_id": DEPLOYMENT,
            f"{base}target_link_uri": f"{self.hub}/hub/",
            f"{base}resource_link": {"id": "1"},
            f"{base}context": {"id": CONTEXT, "label": "course"},
            f"{base}roles": [LEARNER],
        }

    def sign(self, claims: dict) -> str:
        """Sign as the platform does."""
        return self.configuration().get_registration().platform_encode_and_sign(dict(claims))

    @property
    def public(self) -> str:
        """The public key, which everybody has."""
        return self._public

    @contextmanager
    def serving(self) -> Iterator["LearningPlatform"]:
        """Serve it."""
        platform = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                parts = urlsplit(self.path)
                platform.asked.append(f"{self.command} {parts.path}")
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                for begin, answer in platform.answers.items():
                    if f"{self.command} {parts.path}".startswith(begin):
                        answer(self)
                        return
                query = dict(parse_qsl(parts.query))
                try:
                    status, said, more = platform.handle(
                        self.command, parts.path, query, dict(self.headers), body
                    )
                except LtiServiceException as error:
                    status, said, more = error.status_code, error.message, {}
                except (LtiException, jwt.PyJWTError) as error:
                    status, said, more = 401, str(error), {}
                answer_with(self, status, said, **more)

            do_POST = do_GET

            def log_message(self, *arguments: object) -> None:
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        server.daemon_threads = True
        self.address = f"http://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield self
        finally:
            server.shutdown()
            server.server_close()
            thread.join()


@functools.cache
def _pair() -> tuple[str, str]:
    pair = JWK.generate(kty="RSA", size=2048)
    private = pair.export_to_pem(private_key=True, password=None)
    return private.decode(), pair.export_to_pem().decode()


def answer_with(handler: BaseHTTPRequestHandler, status: int, said: object, **more: str) -> None:
    """Answer a request; what is no text is sent as JSON."""
    data = said if isinstance(said, bytes) else b""
    if not data and said is not None:
        data = said.encode() if isinstance(said, str) else json.dumps(said).encode()
    handler.send_response(status)
    for name, value in more.items():
        handler.send_header(name, value)
    handler.send_header("Content-Length", str(len(data)))
    handler.end_headers()
    handler.wfile.write(data)
