"""What a service asks of JupyterHub, answered by a small server: who has a token."""

import json
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookiejar import CookieJar, DefaultCookiePolicy
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

NAME = "grading-course"
PREFIX = f"/services/{NAME}/"
SCOPE = f"access:services!service={NAME}"
# By which the service knows its instructors; of students and strangers everybody else is one.
GROUP = "formgrade-mathematics-of-deep-learning"
NOBODY, STRANGER, PROGRAM = "nobody", "stranger", "program"
# A request that is not answered within this is one that hangs.
PATIENCE = 60


class _Answers(BaseHTTPRequestHandler):
    def _answer(self, content: dict, status: int = 200) -> None:
        data = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def do_GET(self) -> None:
        """Who has the token: its name is the user's, up to a dash."""
        name = self.headers.get("Authorization", "").removeprefix("token ").partition("-")[0]
        if name in ("", NOBODY):
            self._answer({}, 403)
            return
        kind = {"kind": "service"} if name == PROGRAM else {"kind": "user"}
        groups = {} if name == PROGRAM else {"groups": [GROUP] if name == "instructor" else []}
        scopes = [] if name == STRANGER else [SCOPE]
        self._answer({**kind, "name": name, **groups, "scopes": scopes})

    def do_POST(self) -> None:
        """A token for a code, which is the same here."""
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self._answer({"access_token": parse_qs(body)["code"][0]})

    def log_message(self, *args: object) -> None:
        pass


@contextmanager
def hub_api() -> Iterator[str]:
    """Serve; give the address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Answers)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/hub/api"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def environment(api: str, port: int) -> dict[str, str]:
    """What JupyterHub gives a service."""
    return {
        "JUPYTERHUB_API_URL": api,
        "JUPYTERHUB_API_TOKEN": "of-the-service",
        "JUPYTERHUB_BASE_URL": "/",
        "JUPYTERHUB_CLIENT_ID": f"service-{NAME}",
        "JUPYTERHUB_HOST": "",
        "JUPYTERHUB_OAUTH_ACCESS_SCOPES": json.dumps([SCOPE]),
        "JUPYTERHUB_OAUTH_CALLBACK_URL": f"{PREFIX}oauth_callback",
        "JUPYTERHUB_SERVICE_NAME": NAME,
        "JUPYTERHUB_SERVICE_PREFIX": PREFIX,
        "JUPYTERHUB_SERVICE_URL": f"http://127.0.0.1:{port}",
    }


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: object) -> None:
        """Not followed."""


class Visitor:
    """A browser, as far as cookies go.

    Parameters
    ----------
    address : str
        Of the service's server.
    """

    def __init__(self, address: str):
        self.address = address
        self.cookies = CookieJar(DefaultCookiePolicy())
        processor = urllib.request.HTTPCookieProcessor(self.cookies)
        self._opener = urllib.request.build_opener(processor, _Stay)

    def open(self, path: str, data: dict | None = None, **headers: str) -> tuple[int, str, str]:
        """Return the status, the page, and where it leads."""
        address = f"{self.address}{PREFIX}{path}"
        body = None if data is None else urlencode(data).encode()
        request = urllib.request.Request(address, body, headers)
        try:
            answer = self._opener.open(request, timeout=PATIENCE)
        except urllib.error.HTTPError as error:
            answer = error
        with answer:
            return answer.status, answer.read().decode(), answer.headers.get("Location", "")

    def log_in(self, token: str) -> None:
        """Log in, or once more in another tab, where a token of that name is given."""
        for cookie in list(self.cookies):
            if cookie.name == NAME or cookie.name.startswith(f"service-{NAME}"):
                self.cookies.clear(cookie.domain, cookie.path, cookie.name)
        status, _, where = self.open("")
        assert status == 302, status
        state = parse_qs(urlsplit(where).query)["state"][0]
        status, page, _ = self.open(f"oauth_callback?{urlencode({'code': token, 'state': state})}")
        assert status == 302, page

    def xsrf(self) -> str:
        """Return what a form on the page would send."""
        (value,) = {cookie.value for cookie in self.cookies if cookie.name == "_xsrf"}
        return value or ""
