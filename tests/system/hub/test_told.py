"""What a student's list of assignments says while nobody grades."""

import os
import pwd
import time

import pytest
from nbgrader.auth import Authenticator
from nbgrader.coursedir import CourseDirectory

from graders.exchange import Receipt
from graders.service import List
from graders.service.exchanging import show_alive
from graders.service.listing import LATE
from graders.service.paths import ALIVE
from tests.system.hub.accounts import ADA, GRADER, needs_root, run_as
from tests.system.hub.exchanging import NAME, config_of, submit

pytestmark = needs_root
SAID = "handed in and safe, but nothing is graded since"


def listed(exchange):
    """What a student sees of each submission."""
    config = config_of(exchange, ADA)
    config.ExchangeList.cached = True

    def run():
        directory = CourseDirectory(config=config)
        lister = List(
            coursedir=directory, authenticator=Authenticator(config=config), config=config
        )
        return [s["timestamp"] for one in lister.start() for s in one["submissions"]]

    return run_as(ADA, run)


@pytest.mark.parametrize(
    ("seconds", "says"), [(None, False), (0, False), (LATE - 60, False), (LATE + 60, True)]
)
def test_a_submission_says_that_grading_is_late(exchange, seconds, says):
    name = submit(exchange, ADA)
    alive = exchange.folder / ALIVE
    if seconds is not None:
        run_as(GRADER, show_alive, alive)
        os.utime(alive, (time.time() - seconds,) * 2)
    (shown,) = listed(exchange)
    assert (SAID in shown) == says
    copy = exchange.folder.parents[1] / "copies" / "one"

    def give():
        copy.mkdir()
        exchange.receive(name, copy, Receipt())
        exchange.publish(name, copy, {NAME: b"well done"})

    run_as(GRADER, give)
    assert SAID not in listed(exchange)[0]


def test_students_cannot_say_that_grading_goes_on(exchange):
    alive = exchange.folder / ALIVE
    run_as(GRADER, show_alive, alive)
    assert alive.stat().st_uid == pwd.getpwnam(GRADER).pw_uid
    for attempt in (lambda: os.utime(alive), alive.unlink, lambda: alive.write_text("x")):
        with pytest.raises(PermissionError):
            run_as(ADA, attempt)
