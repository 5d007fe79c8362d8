"""Requests for another look: once, bounded, in plain text, and forgotten with the student."""

import pytest

from graders.service.queue import Queue
from graders.service.regrade import LONGEST, OPEN, RequestRefused, Requests, plain


@pytest.fixture
def requests(tmp_path):
    queue = Queue(tmp_path / "queue.sqlite")
    requests = Requests(tmp_path / "queue.sqlite")
    yield requests
    requests.close()
    queue.close()


def ask(requests, submission=1, grading=1, student="ada", exercise="f", reason="look"):
    requests.ask(submission, grading, student, "lasso", exercise, reason)


def test_once_for_each_exercise_and_grading(requests):
    ask(requests)
    with pytest.raises(RequestRefused, match="asked about this exercise already"):
        ask(requests, reason="once more")
    for other in ({"exercise": "g"}, {"grading": 2}, {"submission": 2}):
        ask(requests, **other)
    assert [one.reason for one in requests.of("ada", "lasso")] == ["look"] * 4
    assert requests.of("ben", "lasso") == [] == requests.of("ada", "fashion")


def test_an_answer_closes_it_and_says_who_gave_it(requests):
    ask(requests)
    (found,) = requests.open(10)
    assert found.open and requests.count() == 1
    with pytest.raises(RequestRefused, match="Write down the answer"):
        requests.answer(found.id, "  ", "emmy")
    requests.answer(found.id, "You are right.", "emmy")
    answered = requests.find(found.id)
    assert (answered.answer, answered.answered_by) == ("You are right.", "emmy")
    assert not answered.open and answered.answered >= answered.asked
    assert (requests.count(), requests.open(10), requests.find(99)) == (0, [], None)
    with pytest.raises(RequestRefused, match="answered it meanwhile"):
        requests.answer(found.id, "No.", "carl")
    assert requests.find(found.id).answer == "You are right."


def test_one_students_many_are_few_and_keep_nobody_out(requests):
    for number in range(OPEN):
        ask(requests, submission=number)
    for number in range(OPEN, 10 * OPEN):
        with pytest.raises(RequestRefused, match="not answered yet"):
            ask(requests, submission=number)
    ask(requests, student="ben", submission=5000)
    assert requests.count() == OPEN + 1
    requests.answer(requests.open(1)[0].id, "seen", "emmy")
    ask(requests, submission=6000)  # there is room again
    assert requests.forget("ada") == OPEN + 1
    assert [one.student for one in requests.open(100)] == ["ben"]


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("two\r\nlines\rthree", "two\nlines\nthree"),
        ("  \t a \x00\x1b[31m\x85 b \n", "a [31m b"),
        ("שלום \u202e abc", "שלום \u202e abc"),  # the page keeps it apart from the rest
        ("<b>&amp;</b>", "<b>&amp;</b>"),
        ("é" * LONGEST, "é" * LONGEST),
    ],
)
def test_a_text_keeps_its_words_and_loses_what_controls(given, kept):
    assert plain(given, "reason") == kept


@pytest.mark.parametrize("given", ["", " \n ", "\x00\x01", "\u200b\u202e\u2066", "\u0301" * 5])
def test_a_text_without_words_is_none(given):
    with pytest.raises(RequestRefused, match="Write down the reason"):
        plain(given, "reason")


@pytest.mark.parametrize("size", [LONGEST + 1, 10_000, 1_000_000])
def test_a_text_that_is_too_long_is_refused_and_not_cut(size):
    with pytest.raises(RequestRefused, match=f"has {size} characters"):
        plain("x" * size, "reason")
