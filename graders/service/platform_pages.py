"""What the learning platform reads, the public keys; and for lecturers, which grades it has."""

import asyncio
import time
from contextlib import closing
from typing import Any

from jupyterhub.utils import url_path_join
from tornado.web import HTTPError, RequestHandler, authenticated

from graders.course import CourseError
from graders.lti.outbox import Outbox
from graders.service import child
from graders.service.child import Job
from graders.service.handlers import Handler
from graders.service.outgoing import SendingState, outgoing, states
from graders.service.state import FRESH, State

# In which order they are listed: what a person should look at comes first.
ORDER = ("refused", "waiting", "kept", "sent")
# Seconds that another process's change to the outbox is waited for.
PATIENCE = 5.0


def routes(prefix: str, state: State) -> list[tuple]:
    """Return the addresses, none where there is no platform."""
    if not state.platform.is_used:
        return []
    given = {"state": state}
    return [
        (url_path_join(prefix, "lti/keys"), KeySet, given),
        (url_path_join(prefix, "platform"), PlatformPage, given),
    ]


class KeySet(RequestHandler):
    """The public keys of the course, for anybody."""

    def initialize(self, state: State) -> None:
        self.state = state

    def get(self) -> None:
        from graders.lti.keys import (
            key_set,
        )  # where there is no platform, its package may be absent

        try:
            self.finish(key_set(self.state.course.root))
        except CourseError:
            raise HTTPError(404) from None


class PlatformPage(Handler):
    """Which grades the platform has, and why it has not the others."""

    # For all who ask: when it was looked last, and what was found.
    _read = -FRESH
    _known: tuple[list[SendingState], str] = [], ""

    @authenticated
    async def get(self) -> None:
        kind = type(self)
        if time.monotonic() - kind._read > FRESH:
            kind._known = await asyncio.to_thread(self._look)
            kind._read = time.monotonic()
        rows, trouble = kind._known
        counts = {what: sum(one.state == what for one in rows) for what in ORDER}
        values: dict[str, Any] = {
            "rows": sorted(rows, key=lambda one: ORDER.index(one.state)),
            "counts": counts,
            "trouble": trouble,
            "faults": list(child.faults(self.state.course.root, [Job.SENDER]).values()),
            "issuer": self.state.platform.issuer,
            "renewal": 3 * FRESH,
            "token": self.xsrf_token.decode(),
        }
        self.page("platform.html", **values)

    def _look(self) -> tuple[list[SendingState], str]:
        state = self.state
        with closing(Outbox(state.course.root, state.platform, PATIENCE)) as outbox:
            found = outgoing(state.course, state.platform, outbox.people())
            return states(found, outbox.entries(), time.time()), outbox.trouble[0]
