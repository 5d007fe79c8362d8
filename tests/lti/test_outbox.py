"""The outbox: a grade settles, is sent once, and nothing older follows what is newer."""

import sqlite3
import time

import pytest

from graders.lti.outbox import PAUSES, REFUSED_PAUSES, SETTLING, FinalGrade, Outbox, forget
from graders.lti.settings import LTI

NOW = time.time() - 10_000


def grade(points=3.0, student="lti-1", assignment="lasso", comment=""):
    return FinalGrade(student, assignment, points, 5.0, comment)


@pytest.fixture
def outbox(tmp_path):
    made = Outbox(tmp_path, LTI(issuer="https://x.org", client_id="c"))
    yield made
    made.close()


def sent(outbox, now=NOW):
    """Send what is due as the sender does; return the points and times."""
    found = []
    while one := outbox.next(now):
        assert outbox.set_under_way(one)
        found.append((one.points, one.moment))
        outbox.set_sent(one)
    return found


def test_a_grade_settles_before_it_is_sent(outbox):
    outbox.note([grade(1.0)], NOW)
    outbox.note([grade(2.0)], NOW + 5)  # the first one was half recorded
    assert outbox.next(NOW + SETTLING) is None
    assert [points for points, _ in sent(outbox, NOW + 5 + SETTLING)] == [2.0]


def test_what_has_not_changed_is_sent_once(outbox):
    for seconds in range(0, 100, 10):
        outbox.note([grade()], NOW + seconds)
        sent(outbox, NOW + seconds)
    assert outbox.next() is None and outbox.entries()[0].sent_points == 3.0


@pytest.mark.parametrize("other", [grade(4.0), grade(comment="Feedback: new"), grade(0.0)])
def test_a_change_is_sent_with_a_later_time(outbox, other):
    outbox.note([grade()], NOW)
    ((_, first),) = sent(outbox, NOW + 20)
    outbox.note([other], NOW)  # the clock was put back
    ((points, second),) = sent(outbox, NOW + 40)
    assert points == other.points and int(second) > int(first)


def test_a_grade_that_begins_to_wait_for_a_person_stays(outbox):
    outbox.note([grade()], NOW)
    outbox.note([], NOW + 1)
    assert sent(outbox, NOW + 100) == []
    outbox.note([grade()], NOW + 200)
    assert len(sent(outbox, NOW + 300)) == 1
    outbox.note([], NOW + 400)  # now the platform has it, and keeps it
    outbox.note([grade()], NOW + 500)
    assert sent(outbox, NOW + 600) == []


def test_a_change_while_one_is_under_way_is_sent_after_it(outbox):
    outbox.note([grade(1.0)], NOW)
    one = outbox.next(NOW + 20)
    assert outbox.set_under_way(one)
    outbox.note([grade(2.0)], NOW + 30)
    outbox.set_sent(one)
    assert [points for points, _ in sent(outbox, NOW + 50)] == [2.0]


def test_one_that_changed_before_it_went_does_not_go(outbox):
    outbox.note([grade(1.0)], NOW)
    one = outbox.next(NOW + 20)
    outbox.note([grade(2.0)], NOW + 30)
    assert not outbox.set_under_way(one)
    outbox.set_refused(one, "too late")  # of another grade
    assert not outbox.entries()[0].refused


def test_back_to_what_was_sent_while_another_may_have_arrived(outbox):
    outbox.note([grade(1.0)], NOW)
    sent(outbox, NOW + 20)
    outbox.note([grade(2.0)], NOW + 30)
    outbox.note([grade(1.0)], NOW + 31)  # nothing went: nothing to send
    assert sent(outbox, NOW + 100) == []
    outbox.note([grade(2.0)], NOW + 200)
    assert outbox.set_under_way(outbox.next(NOW + 220))  # and then the service was killed
    outbox.note([grade(1.0)], NOW + 230)
    assert [points for points, _ in sent(outbox, NOW + 250)] == [1.0]


def test_pauses_grow_and_end_somewhere(outbox):
    outbox.note([grade()], NOW)
    waits = []
    for _ in range(12):
        one = outbox.entries()[0]
        outbox.set_under_way(one)
        outbox.set_unsent(one, "slow")
        waits.append(outbox.entries()[0].due - time.time())
    assert waits[0] == pytest.approx(PAUSES[0], abs=2) and waits[1] > 1.8 * waits[0]
    assert waits[-1] == pytest.approx(PAUSES[1], abs=2)
    outbox.set_refused(outbox.entries()[0], "no such user")
    assert outbox.entries()[0].due - time.time() > 0.9 * REFUSED_PAUSES[1]
    assert outbox.ask_again() == 0 and outbox.ask_again(refused=True) == 1
    assert outbox.next().moment > NOW + 100


def test_all_of_it_is_there_after_the_file_is_opened_again(outbox, tmp_path):
    outbox.note([grade(), grade(student="lti-2")], NOW)
    outbox.set_under_way(outbox.next(NOW + 20))
    outbox.close()
    again = Outbox(tmp_path, LTI(issuer="https://x.org", client_id="c"))
    assert [one.under_way for one in again.entries()] == [True, False]
    again.close()
    # What was sent to one course says nothing of another.
    other = Outbox(
        tmp_path, LTI(issuer="https://x.org", client_id="c", line_items="https://x.org/2")
    )
    assert other.entries() == []
    other.close()


def test_only_one_sends_at_a_time(outbox, tmp_path):
    second = Outbox(tmp_path, LTI(issuer="https://x.org", client_id="c"))
    with outbox.sending() as first_one, second.sending() as other:
        assert first_one and not other
    with second.sending() as other:
        assert other
    second.close()


@pytest.mark.parametrize("pair", [("1", "lti-2"), ("2", "lti-1"), ("1", "ada")])
def test_nobody_becomes_somebody_else(outbox, pair):
    outbox.bind([("1", "lti-1"), ("3", "lti-3")], [])
    outbox.bind([("1", "lti-1")], ["3"])
    with pytest.raises(sqlite3.IntegrityError):
        outbox.bind([pair], [])
    assert outbox.people() == {"lti-1": "1", "lti-3": "3"}


def test_a_student_is_forgotten(outbox, tmp_path):
    outbox.bind([("1", "lti-1"), ("zq7", "lti-zq7")], [])
    outbox.note([grade(), grade(student="lti-zq7", comment="zq7")], NOW)
    outbox.close()
    assert forget(tmp_path, "lti-zq7") == 2 and forget(tmp_path, "lti-zq7") == 0
    kept = Outbox(tmp_path, LTI(issuer="https://x.org", client_id="c"))
    assert [one.student for one in kept.entries()] == ["lti-1"]
    kept.close()
    assert not any(b"zq7" in path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
