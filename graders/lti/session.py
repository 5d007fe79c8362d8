"""HTTP to a learning platform, whose answers are bounded; and to its servers alone."""

import io
import time
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlsplit

import requests
import urllib3

from graders.lti.settings import is_safe

# Seconds to connect, and without any answer; and for all of one answer.
PATIENCE = (5.0, 15.0)
LONGEST = 45.0
# Bytes of an answer, unpacked, and how many are read at once.
LARGEST = 4 * 2**20
PART = 2**16
# Requests for one thing: a list has fewer pages.
MOST = 200


class AnswerError(requests.RequestException):
    """The platform's answer is of no use; the message says why."""


class Session(requests.Session):
    """Asks a platform.

    Parameters
    ----------
    addresses : iterable of str
        Of the platform, as configured: requests go to their servers and to no other.
    alive : callable
        Is called before each request.

    Attributes
    ----------
    last : requests.Response or None
        The last answer that was read.
    """

    def __init__(self, addresses: Iterable[str], alive: Callable[[], None] = lambda: None):
        super().__init__()
        self._alive = alive
        self._servers = {_server(address) for address in addresses if address}
        self._left = MOST
        self.last: requests.Response | None = None
        self.headers["User-Agent"] = "graders"
        # Nothing but the token: ~/.netrc would take its place.
        self.auth = _unchanged

    def begin(self) -> None:
        """Begin to ask for one thing."""
        self._left, self.last = MOST, None

    def send(self, request: requests.PreparedRequest, **options: Any) -> requests.Response:
        """Send a request and read the answer.

        Raises
        ------
        requests.RequestException
            If there is no answer, or none that can be used.
        """
        address = request.url or ""
        if not is_safe(address) or _server(address) not in self._servers:
            raise AnswerError(f"the platform names an address at another server: {address[:200]!r}")
        self._left -= 1
        if self._left < 0:
            raise AnswerError(f"the platform's list has more than {MOST} pages")
        self._alive()
        ends = time.monotonic() + LONGEST
        options |= {"timeout": PATIENCE, "stream": True, "allow_redirects": False}
        answer = super().send(request, **options)
        raw = answer.raw
        try:
            if 300 <= answer.status_code < 400:
                to = answer.headers.get("Location", "")[:200]
                raise AnswerError(f"{address} leads on to {to!r}: set the address itself")
            answer.raw = io.BytesIO(_read(answer, ends))
        finally:
            raw.close()
        self.last = answer
        return answer

    def get_redirect_target(self, resp: requests.Response) -> str | None:
        """Return nothing: who is led on reads the answer, however long that is."""
        return None


def _read(answer: requests.Response, ends: float) -> bytes:
    """Read an answer, of which no more is unpacked than may be."""
    data = bytearray()
    try:
        while part := answer.raw.read1(PART, decode_content=True):
            data += part
            if len(data) > LARGEST:
                raise AnswerError(f"the platform's answer has more than {LARGEST >> 20} MB")
            if time.monotonic() > ends:
                raise requests.Timeout(f"the platform's answer took more than {LONGEST:.0f} s")
    except urllib3.exceptions.HTTPError as error:
        raise requests.ConnectionError(f"the platform's answer broke off: {error}") from None
    return bytes(data)


def _unchanged(request: requests.PreparedRequest) -> requests.PreparedRequest:
    return request


def _server(address: str) -> tuple[str, str, int | None]:
    parts = urlsplit(address)
    ports = {"http": 80, "https": 443}
    return parts.scheme, parts.hostname or "", parts.port or ports.get(parts.scheme)
