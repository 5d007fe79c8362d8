"""Log lines by which one submission is followed from Submit to feedback.

Each is one line of ``key=value``, texts as JSON writes them: what a student has chosen, such as the
name of an assignment, neither begins a line nor looks like another key.
"""

import json
import logging
import time
from datetime import UTC, datetime
from enum import StrEnum

from graders.service.paths import request_of
from graders.service.queue import QueuedSubmission

log = logging.getLogger(__name__)


class Event(StrEnum):
    """What has happened to a submission."""

    RECEIVED = "received"  # it is in the queue; or refused, and why
    STARTED = "started"  # it is its turn
    GAVE_WAY = "gave-way"  # it took too long for a first try
    GRADED = "graded"  # the engine is done with it, and the gradebook has the points
    FAILED = "failed"  # by the grader's fault
    RECORDED = "recorded"  # its page is kept, and the queue knows
    PUBLISHED = "published"  # the student has the page
    GIVEN = "given"  # an instructor has given points or a comment, and who
    RENEWED = "renewed"  # its page shows what a person gave


def say(event: Event, name: str, student: str, assignment: str, **values: object) -> None:
    """Write a line about a submission, which is given by its name in the exchange.

    Not the name itself: who knows it finds the submission.
    """
    moment = datetime.now(UTC).isoformat(timespec="milliseconds")
    about = {"student": student, "assignment": assignment, **values}
    parts = [f"time={moment}", f"event={event}", f"request={request_of(name)}"]
    log.info("%s", " ".join([*parts, *(f"{key}={_shown(one)}" for key, one in about.items())]))


def say_of(event: Event, found: QueuedSubmission, **values: object) -> None:
    """Write a line about a submission of the queue, with the seconds since it counts."""
    waited = max(0.0, time.time() - found.not_before)
    say(event, found.name, found.student, found.assignment, since=waited, **values)


def _shown(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.2f}"
    return str(value) if isinstance(value, int) else json.dumps(str(value))
