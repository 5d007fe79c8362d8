"""A platform whose answers are hostile, broken, slow or elsewhere; and a good one, by others."""

import gzip
import time

import pytest
import requests

from graders.lti import session
from graders.lti.outbox import FinalGrade
from graders.lti.platform import Refused, Score, Unavailable
from graders.lti.sending import NEWER_SAID, send
from tests.lti.learning_platform import answer_with

NOW = time.time() - 10_000
SCORE = Score("1", 3.0, 5.0, "2026-11-28T12:00:00.000+00:00", "Feedback: https://hub/1")


def says(status, said=None, **more):
    return lambda handler: answer_with(handler, status, said, **more)


def note(connected, *grades, now=NOW):
    connected.outbox.bind([("1", "lti-1"), ("2", "lti-2")], [])
    connected.outbox.note(grades, now)


def grade(points=3.0, student="lti-1", assignment="lasso"):
    return FinalGrade(student, assignment, points, 5.0, "Feedback: https://hub/1")


def entry(connected, student="lti-1", assignment="lasso"):
    found = {(one.student, one.assignment): one for one in connected.outbox.entries()}
    return found[student, assignment]


def test_a_grade_goes_there_once_and_again_when_it_changes(connected):
    there = connected.there
    note(connected, grade(), grade(5.0, "lti-2"), grade(1.0, "lti-1", "relu"))
    while send(connected.outbox, connected.platform, most=2):
        pass
    assert {key: one["scoreGiven"] for key, one in there.scores.items()} == {
        ("lasso", "1"): 3.0, ("lasso", "2"): 5.0, ("relu", "1"): 1.0,
    }  # fmt: skip
    one = there.scores["lasso", "1"]
    assert one["scoreMaximum"] == 5.0 and one["comment"] == "Feedback: https://hub/1"
    assert (one["activityProgress"], one["gradingProgress"]) == ("Completed", "FullyGraded")
    assert len(there.line_items) == 2 and there.asked.count("POST /token") == 1
    note(connected, grade(4.0), grade(5.0, "lti-2"), grade(1.0, "lti-1", "relu"), now=NOW + 100)
    assert send(connected.outbox, connected.platform) == 1
    assert there.scores["lasso", "1"]["scoreGiven"] == 4.0 and len(there.received) == 4


def test_a_line_item_is_found_on_a_later_page_and_not_made_twice(connected):
    for name in ("a", "b", "c", "lasso", "d"):
        first = connected.platform.line_item(name, 5.0)
    assert connected.platform.line_item("lasso", 5.0) == f"{connected.there.address}/lineitems/4"
    assert first != connected.platform.line_item("lasso", 5.0)
    assert len(connected.there.line_items) == 5


RUBBISH = [
    says(200, b""),
    says(200, b"<html>Log in</html>"),
    says(200, b"\xff\xfe\x00"),
    says(200, []),
    says(200, {}),
    says(200, {"access_token": None}),
    says(200, {"access_token": ["x"]}),
    says(200, {"access_token": "x\r\nX-Evil: 1", "expires_in": "soon"}),
    says(200, {"access_token": "\u00e9", "expires_in": 3600}),
    says(200, b"[" * 100_000),
    says(204),
    says(400, {"error": "invalid_client"}),
    says(401),
    says(500, b"\x1b[31m" * 1000),
    says(302, Location="http://127.0.0.1:9/token"),
]


def test_a_token_endpoint_that_answers_rubbish(connected):
    note(connected, grade(), grade(student="lti-2"))
    for count, answer in enumerate(RUBBISH, 1):
        connected.there.answers["POST /token"] = answer
        connected.outbox.ask_again()
        assert send(connected.outbox, connected.platform) == 0
        reason, due = connected.outbox.trouble
        assert reason and reason.isprintable() and len(reason) < 500 and due > time.time() + 20
        assert all(one.due and not one.sent for one in connected.outbox.entries())
        assert not any(one.refused for one in connected.outbox.entries())
        assert connected.there.asked == ["POST /token"] * count  # one for all of them
    connected.there.answers.clear()
    connected.outbox.ask_again()
    assert send(connected.outbox, connected.platform) == 2 and connected.outbox.trouble == ("", 0)


ANSWERS = [
    (400, "unknown user", True), (403, "not a student", True), (409, "older", True),
    (422, "not in the course", True), (401, "", False), (403, "Rate Limit Exceeded", False),
    (429, "", False), (500, "", False), (503, "busy", False),
]  # fmt: skip


def test_what_the_platform_refuses_is_shown_and_does_not_stop_the_others(connected):
    address = connected.platform.line_item("lasso", 5.0)
    connected.outbox.set_line_item("lasso", address)
    for moment, (status, said, refused) in enumerate(ANSWERS):
        note(connected, grade(moment), grade(moment, "lti-2"), now=NOW + 100 * moment)
        first = connected.outbox.next()
        other = {"lti-1": "lti-2", "lti-2": "lti-1"}[first.student]
        answers = [says(200, b"taken"), says(status, said)]
        connected.there.answers["POST /lineitems/1/scores"] = lambda one, a=answers: a.pop()(one)
        assert send(connected.outbox, connected.platform) == (2 if refused else 0)
        one = entry(connected, first.student)
        assert one.refused == refused and one.due and str(status) in one.reason
        assert one.sent_points != moment and (NEWER_SAID in one.reason) == (status == 409)
        assert (entry(connected, other).sent_points == moment) == refused


def test_a_lost_answer_is_found_again_and_a_newer_grade_there_stays(connected):
    note(connected, grade())
    one = connected.outbox.next()
    address = connected.platform.line_item("lasso", 5.0)
    # It arrives, and the service is killed before it hears so.
    assert connected.outbox.set_under_way(one)
    connected.platform.send(address, Score("1", 3.0, 5.0, one.timestamp, ""))
    connected.outbox.ask_again()
    assert send(connected.outbox, connected.platform) == 1
    assert entry(connected).due is None and len(connected.there.received) == 1
    # Somebody gives another one there, by hand; ours changes with a clock that is behind.
    connected.there.scores["lasso", "1"]["timestamp"] = "2099-01-01T00:00:00.000+00:00"
    note(connected, grade(4.0), now=NOW + 100)
    send(connected.outbox, connected.platform)
    assert entry(connected).refused and NEWER_SAID in entry(connected).reason


def test_a_column_that_somebody_removed_is_made_again(connected):
    note(connected, grade())
    send(connected.outbox, connected.platform)
    connected.there.line_items.clear()
    note(connected, grade(4.0), now=NOW + 100)
    assert send(connected.outbox, connected.platform) == 1
    assert entry(connected).due is None and len(connected.there.line_items) == 1


def test_a_token_goes_to_no_other_server(connected):
    """A line item elsewhere, a page elsewhere, and one of which nobody knows what it is."""
    elsewhere = "http://127.0.0.1:9/x", "https://evil.example/x", "file:///etc/passwd", "/x"
    for place in (*elsewhere, "", 3, None):
        item = {"id": place, "resourceId": "lasso", "tag": "graders"}
        connected.there.answers["GET /lineitems"] = says(200, [item])
        with pytest.raises((Unavailable, Refused)):
            connected.platform.send(connected.platform.line_item("lasso", 5.0), SCORE)
    for place in elsewhere:
        more = {"Link": f'<{place}>; rel="next"'}
        connected.there.answers["GET /members"] = says(200, {"members": []}, **more)
        with pytest.raises(Unavailable):
            connected.platform.members()
    assert not connected.there.scores


def test_a_roster_of_rubbish(connected):
    lists = [{"members": 3}, {"members": ["ada"]}, {"members": None}]
    for body in ([], {}, {"members": []}, *lists, "members", 3, b"{", b"[" * 10**5):
        connected.there.answers["GET /members"] = says(200, body)
        with pytest.raises((Unavailable, Refused)):
            connected.platform.members()


@pytest.mark.parametrize("how", ["long", "packed", "pages", "led on"])
def test_answers_without_end(connected, how, monkeypatch):
    monkeypatch.setattr(session, "LARGEST", 2**17)
    monkeypatch.setattr(session, "MOST", 20)
    link = {"Link": f'<{connected.there.address}/members>; rel="next"'}
    connected.there.answers["GET /members"] = {
        "long": says(200, b" " * 2**18),
        "packed": says(200, gzip.compress(b" " * 2**24), **{"Content-Encoding": "gzip"}),
        "pages": says(200, {"members": []}, **link),
        "led on": says(302, b" " * 2**18, Location=f"{connected.there.address}/members"),
    }[how]
    with pytest.raises(Unavailable, match=r"MB|pages|leads on"):
        connected.platform.members()
    assert len(connected.there.asked) < 25


@pytest.mark.parametrize("begun", [False, True])
def test_a_slow_platform_is_not_waited_for_long(connected, monkeypatch, begun):
    """It says nothing, or a letter now and then."""
    monkeypatch.setattr(session, "PATIENCE", (0.2, 0.2))
    monkeypatch.setattr(session, "LONGEST", 0.3)

    def dawdle(handler):
        if begun:
            handler.send_response(200)
            handler.send_header("Content-Length", "1000")
            handler.end_headers()
        for _ in range(12):
            time.sleep(0.1)
            if begun:
                handler.wfile.write(b" ")
                handler.wfile.flush()

    connected.there.answers["POST /token"] = dawdle
    note(connected, grade())
    started = time.monotonic()
    assert send(connected.outbox, connected.platform) == 0
    assert time.monotonic() - started < 1 and connected.outbox.trouble[0]


def test_a_platform_that_is_away_and_a_password_file_that_is_not_ours(
    connected, tmp_path, monkeypatch
):
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login somebody password secret\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    note(connected, grade())
    assert send(connected.outbox, connected.platform) == 1  # by the token, not by that
    away = session.Session(["http://127.0.0.1:9/"])
    with away, pytest.raises(requests.ConnectionError):
        away.get("http://127.0.0.1:9/token")
