"""The queue: in order, each once, nothing lost; and the policy that holds submissions back."""

import sqlite3
import time
from contextlib import closing
from datetime import UTC, datetime

import pytest
from traitlets import TraitError

from graders.exchange import Receipt
from graders.service.policy import DAY, Policy
from graders.service.queue import ATTEMPTS, NEEDS_ATTENTION, Queue, Stage


@pytest.fixture
def queue(tmp_path):
    queue = Queue(tmp_path / "queue.sqlite")
    yield queue
    queue.close()


def add(queue, *names, student="ada"):
    for name in names:
        queue.add(name, Receipt(student, "lasso", 1000.0 + len(queue.names())))


def started(queue, **options):
    found = queue.start_next(**options)
    return found and found.name


def graded(queue, attention=""):
    found = queue.start_next()
    queue.finish(found.id, [["f", 1.0, 2.0, "partial"]], [], attention)
    return found


def test_the_oldest_comes_first_and_each_once(queue):
    for student in ("carl", "ada", "ben"):
        add(queue, f"{student} 1", student=student)
    add(queue, "ada 1", student="ada")
    names = [started(queue) for _ in range(4)]
    assert names == ["carl 1", "ada 1", "ben 1", None]


def test_a_students_submissions_are_graded_one_after_the_other(queue):
    add(queue, "first", "second")
    first = queue.start_next()
    assert (first.name, started(queue)) == ("first", None)
    queue.finish(first.id, [], [], "")
    assert started(queue) == "second"


def test_of_one_student_one_is_graded_at_a_time_whatever_the_assignment(queue):
    for number, assignment in enumerate(("lasso", "fashion", "kolmogorov")):
        queue.add(f"ada {assignment}", Receipt("ada", assignment, 1000.0 + number))
    add(queue, "ben 1", student="ben")
    first, other = queue.start_next(), queue.start_next()
    assert (first.name, other.name, started(queue)) == ("ada lasso", "ben 1", None)
    queue.finish(first.id, [], [], "")
    assert started(queue) == "ada fashion"


def test_who_had_less_grading_within_an_hour_comes_first(queue, monkeypatch):
    add(queue, "ada 1", student="ada")
    now = time.time()
    first = queue.start_next(share=60)
    monkeypatch.setattr("graders.service.queue.time.time", lambda: now + 100)
    queue.finish(first.id, [], [], "")
    add(queue, "ada 2", student="ada")
    add(queue, "ben 1", student="ben")
    assert started(queue, share=60) == "ben 1"
    queue.take_back()
    assert started(queue, share=200) == "ada 2"
    queue.take_back()
    # What was longer ago counts no more.
    monkeypatch.setattr("graders.service.queue.time.time", lambda: now + 3800)
    assert started(queue, share=60) == "ada 2"


def gives_way(queue):
    found = queue.start_next()
    queue.give_way(found.id)
    return found.name


def test_what_gave_way_comes_after_all_others_and_only_where_there_is_room(queue):
    add(queue, "slow", student="ada")
    add(queue, "first", student="ben")
    assert gives_way(queue) == "slow"
    add(queue, "second", student="carl")
    assert [started(queue), started(queue)] == ["first", "second"]
    assert started(queue, slow=False) is None
    assert started(queue) == "slow" and queue.find("name = 'slow'")[0].tried > 0
    # The grader ended, and began again: it is known to be slow.
    queue.take_back()
    assert [started(queue) for _ in range(3)] == ["first", "second", "slow"]


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_newer_one_takes_the_place_of_one_that_gave_way(queue, when):
    add(queue, "slow", student="ada")
    if when == "before":
        add(queue, "newer", student="ada")
    assert gives_way(queue) == "slow"
    if when == "after":
        add(queue, "newer", student="ada")
    stages = {found.name: found.stage for found in queue.find()}
    assert stages == {"slow": Stage.SUPERSEDED, "newer": Stage.WAITING}
    # It had its try, so it counts as one.
    assert len(queue.counted("ada", "lasso")) == 2


def test_one_that_is_held_takes_nobodys_place(queue):
    add(queue, "slow", student="ada")
    assert gives_way(queue) == "slow"
    queue.add("held", Receipt("ada", "lasso", 2000.0), not_before=3000.0 + time.time())
    assert started(queue) == "slow"


def test_tries_count_for_the_share(queue, monkeypatch):
    add(queue, "ada 1", student="ada")
    now = time.time()
    first = queue.start_next(share=60)
    monkeypatch.setattr("graders.service.queue.time.time", lambda: now + 100)
    queue.give_way(first.id)
    add(queue, "ada 2", student="ada")
    add(queue, "ben 1", student="ben")
    assert started(queue, share=60) == "ben 1"


def test_a_file_of_an_earlier_version_is_gone_on_with(tmp_path):
    queue = Queue(tmp_path / "queue.sqlite")
    add(queue, "one")
    queue.close()
    with sqlite3.connect(tmp_path / "queue.sqlite") as db:
        db.execute("DROP TRIGGER note_stage")
        db.execute("ALTER TABLE submissions DROP COLUMN tried")
    db.close()
    for _ in range(2):
        queue = Queue(tmp_path / "queue.sqlite")
        assert [found.tried for found in queue.find()] == [0.0]
        queue.close()


def test_what_was_being_graded_comes_back(queue):
    add(queue, "one", student="ada")
    add(queue, "two", student="ben")
    assert started(queue) == "one"
    queue.take_back()
    assert [started(queue), started(queue)] == ["one", "two"]
    assert {found.attempts for found in queue.find()} == {0}


def test_what_ends_the_grader_again_and_again_is_given_up(queue):
    add(queue, "bad", student="ada")
    for _ in range(ATTEMPTS):
        assert started(queue) == "bad"
        queue.take_back("it ended")
    (bad,) = queue.find()
    assert (bad.stage, bad.attention, started(queue)) == (Stage.FAILED, "it ended", None)
    assert bad.retry is None


def test_a_failed_one_is_tried_again_unless_a_newer_one_came(queue, monkeypatch):
    add(queue, "one", student="ada")
    add(queue, "two", student="ben")
    for _ in range(2):
        queue.fail(queue.start_next().id, "the disk is full")
    add(queue, "three", student="ben")
    assert [started(queue), started(queue)] == ["three", None]
    now = time.time()
    monkeypatch.setattr("graders.service.queue.time.time", lambda: now + 3600)
    assert [started(queue), started(queue)] == ["one", None]
    # What a newer submission has receipt the place of needs nobody.
    assert [found.name for found in queue.find(NEEDS_ATTENTION)] == ["one"]


def test_an_instructor_has_the_newest_graded_again(queue):
    add(queue, "old", "new")
    old, new = graded(queue), graded(queue, "grader error in f")
    assert not queue.again(old.id) and queue.again(new.id) and not queue.again(new.id)
    assert started(queue) is None and started(queue, force=True) == "new"
    queue.finish(new.id, [], [], "")
    (new,) = queue.find("name = 'new'")
    assert (new.gradings, new.attention, new.force) == (2, "", False)


def test_over_the_daily_limit_the_newest_waits(queue):
    policy, names = Policy(gradings_per_day=2), ("one", "two", "three", "four")
    for moment, name in zip((0, 100, 200, 300), names, strict=True):
        received = time.time() - 1000 + moment
        ready = policy.not_before(received, queue.counted("ada", "lasso"))
        queue.add(name, Receipt("ada", "lasso", received), not_before=ready)
    stages = [found.stage for found in queue.find()]
    assert stages == [Stage.WAITING, Stage.WAITING, Stage.SUPERSEDED, Stage.HELD]
    held = queue.find("stage = 'held'")[0]
    assert held.not_before == queue.find()[0].received + DAY
    graded(queue), graded(queue)
    assert started(queue) is None
    assert queue.again(held.id) and started(queue) == "four"


def test_the_policy_counts_the_last_24_hours():
    policy = Policy(gradings_per_day=2)
    assert policy.not_before(2 * DAY, [0.5 * DAY, 1.5 * DAY]) == 2 * DAY
    assert policy.not_before(2 * DAY, [1.2 * DAY, 1.5 * DAY]) == pytest.approx(2.2 * DAY)
    assert policy.not_before(2 * DAY, [1.1 * DAY, 1.2 * DAY, 1.5 * DAY]) == pytest.approx(2.2 * DAY)
    assert Policy(gradings_per_day=0).not_before(5.0, [4.0] * 100) == 5.0
    with pytest.raises(TraitError):
        Policy(gradings_per_day=-1)


def test_the_policy_opens_the_feedback_on_the_due_date():
    policy, due = Policy(feedback_until_due="points"), datetime(2030, 5, 1, 12)
    moment = due.replace(tzinfo=UTC).timestamp()
    assert policy.level(due, moment - 1) == "points" and policy.level(due, moment) == "full"
    assert policy.level(None, moment) == "points"
    assert Policy().level(due, moment - 1) == "full"


def test_two_processes_do_not_take_the_same(tmp_path):
    one, other = Queue(tmp_path / "q"), Queue(tmp_path / "q")
    add(one, "a", student="a")
    add(other, "b", student="b")
    assert [started(one), started(other), started(one)] == ["a", "b", None]
    one.trouble = "no sandbox"
    assert other.trouble == "no sandbox"


def took(tmp_path, seconds):
    """Have the first submission been graded in so many seconds."""
    with closing(sqlite3.connect(tmp_path / "queue.sqlite")) as other, other:
        other.execute("UPDATE submissions SET started = finished - ? WHERE id = 1", (seconds,))


def test_who_waits_is_named_in_the_order_of_grading(queue, tmp_path):
    add(queue, "ada 1", "ada 2")
    add(queue, "ben 1", student="ben")
    graded(queue)
    took(tmp_path, 60)
    assert [one.name for one in queue.upcoming()] == ["ada 2", "ben 1"]
    # Who has had more than a share of grading comes after who has not.
    names = [one.name for one in queue.upcoming(share=30)]
    assert names == ["ben 1", "ada 2"] and started(queue, share=30) == names[0]


def test_what_a_person_gave_took_the_machine_no_time(queue, tmp_path):
    add(queue, "ada 1", "ada 2")
    add(queue, "ben 1", student="ben")
    first = graded(queue)
    assert len(queue.durations("lasso", 10)) == 1 and not queue.durations("fashion", 10)
    took(tmp_path, 86400)
    assert queue.durations("lasso", 10) == [pytest.approx(86400, abs=1)]
    queue.renew(first.id, [["f", 2.0, 2.0, "graded by hand"]])
    assert not queue.durations("lasso", 10)
    assert queue.upcoming(share=30)[0].name == "ada 2"


def test_the_newest_that_counts_says_where_a_student_stands(queue):
    add(queue, "ada 1", "ada 2")
    queue.add("ada 3", Receipt("ada", "lasso", 5000.0), refused="no")
    queue.add("ada 4", Receipt("ada", "other", 6000.0), refused="no")
    graded(queue)
    assert queue.stages() == {("ada", "lasso"): (Stage.WAITING, 1001.0)}
    assert queue.assignments_of("ada") == {"lasso"} and queue.assignments_of("ben") == set()
