"""One submission is followed through the log by one id, which is not its secret name."""

import json
import logging
import re

import pytest

from graders.batch.outcome import Outcome
from graders.exchange import Receipt
from graders.service.grader import note
from graders.service.log_lines import Event, say, say_of
from graders.service.paths import copy_of, request_of
from graders.service.policy import Policy
from graders.service.publisher import Publisher
from graders.service.queue import Queue
from graders.service.receiver import Receiver
from tests.small_course import NAME
from tests.system.hub.handing_in import Desk
from tests.system.hub.paged import STATES, Paged

_PAIR = re.compile(r'(\w+)=("(?:[^"\\]|\\.)*"|\S+)(?: |$)')


def read(line: str) -> dict[str, str]:
    """Read a line as a program that collects logs does."""
    assert _PAIR.sub("", line) == "", line
    return {k: json.loads(v) if v[0] == '"' else v for k, v in _PAIR.findall(line)}


@pytest.fixture
def lines(caplog):
    caplog.set_level(logging.INFO, logger="graders.service.log_lines")

    def lines() -> list[dict[str, str]]:
        records = [r for r in caplog.records if r.name == "graders.service.log_lines"]
        return [read(record.getMessage()) for record in records]

    return lines


def test_from_submit_to_feedback_by_one_id(tmp_path, lines):
    paged = Paged(tmp_path)
    desk = Desk(paged.exchange, NAME, owned=False)
    name = desk.hand_in("ada", paged.made.filled())
    other = desk.hand_in("ben", b"{}")
    receiver = Receiver(paged.exchange, paged.queue, Policy(), paged.course.root)
    while receiver.receive():
        pass
    paged.made.record("ada", paged.made.filled())
    (tmp_path / "course" / "feedback" / "ada" / NAME).mkdir(parents=True, exist_ok=True)
    (tmp_path / "course" / "feedback" / "ada" / NAME / f"{NAME}.html").write_text("a page")
    found = {row.student: row for row in (paged.queue.start_next(), paged.queue.start_next())}
    note(paged.course, paged.queue, found["ada"], Outcome("ada", STATES, assignment=NAME))
    failed = Outcome("ben", assignment=NAME)
    failed.error = 'it broke:\n"here"'
    note(paged.course, paged.queue, found["ben"], failed)
    Publisher(paged.course, paged.exchange, paged.queue, Policy()).give_all()
    told = lines()
    ids = {one: request_of(one) for one in (name, other)}
    events = [(one["event"], one["student"], one["request"]) for one in told]
    for student, of, expected in (
        ("ada", name, ["received", "graded", "recorded", "published"]),
        ("ben", other, ["received", "failed", "published"]),
    ):
        assert [(e, s, i) for e, s, i in events if s == student] == [
            (event, student, ids[of]) for event in expected
        ]
    assert len(set(ids.values())) == 2 and all(len(one) == 12 for one in ids.values())
    assert copy_of(paged.course.root, name).name.startswith(ids[name])
    assert 'it broke:\n"here"' in [one.get("reason") for one in told]
    secret = name.rpartition("+")[2]
    assert not any(secret in value for one in told for value in one.values())


def test_what_is_refused_says_why(tmp_path, lines):
    paged = Paged(tmp_path)
    desk = Desk(paged.exchange, "imaginary", owned=False)
    name = desk.hand_in("ada", paged.made.filled())
    Receiver(paged.exchange, paged.queue, Policy(), paged.course.root).receive()
    (told,) = lines()
    assert (told["event"], told["request"]) == ("received", request_of(name))
    assert "no assignment 'imaginary'" in told["refused"]


@pytest.mark.parametrize(
    "text",
    [
        "x\nINFO graders.service.log_lines: time=1 event=published",
        'a" event="published" b="',
        "event=published request=000000000000",
        "\x1b[2J\u202e\u2028\r",
        "\udcff\udc80",
        "\\",
        "",
    ],
)
def test_a_text_of_a_students_stays_one_value(text, lines, caplog):
    say(Event.RECEIVED, f"ada+{text}+t+s", "ada", text, refused=text)
    (told,) = lines()
    assert (told["event"], told["assignment"], told["refused"]) == ("received", text, text)
    assert caplog.messages[0].isascii() and caplog.messages[0].isprintable()


def test_seconds_are_those_since_it_counts(tmp_path, lines):
    queue = Queue(tmp_path / "queue.sqlite")
    queue.add("a", Receipt("ada", NAME, 1.0))
    say_of(Event.STARTED, queue.find()[0], again=1)
    (told,) = lines()
    assert float(told["since"]) > 1e9 and told["again"] == "1"
    queue.close()
