"""How long a submission waits for its turn is said only where it is known."""

import sqlite3
from contextlib import closing

import pytest

from graders.exchange import Receipt
from graders.service.queue import Queue
from graders.service.waiting import turns


class Line:
    """A queue in which the test says how long gradings took."""

    def __init__(self, path):
        self.path, self.queue = path, Queue(path)

    def add(self, student, assignment="lasso", received=1000.0):
        name = f"{student} {assignment} {received}"
        self.queue.add(name, Receipt(student, assignment, received))
        return next(one.id for one in self.queue.find() if one.name == name)

    def graded(self, seconds, assignment="lasso"):
        """Have one been graded, long ago."""
        number = self.add(f"past {seconds}", assignment, 1.0)
        assert self.queue.start_next().id == number
        self.queue.finish(number, [], [], "")
        with closing(sqlite3.connect(self.path)) as other, other:
            change = "UPDATE submissions SET started = 100, finished = 100 + ? WHERE id = ?"
            other.execute(change, (seconds, number))


@pytest.fixture
def line(tmp_path):
    line = Line(tmp_path / "queue.sqlite")
    yield line
    line.queue.close()


def test_who_waits_behind_others_waits_for_those(line):
    for seconds in (10, 20, 600):
        line.graded(seconds)
    numbers = [line.add(name, received=1000.0 + at) for at, name in enumerate("abc")]
    found = turns(line.queue, 0)
    assert [found[number].before for number in numbers] == [0, 1, 2]
    assert [found[number].seconds for number in numbers] == [20, 40, 60]  # the median is 20 s


def test_what_is_graded_now_is_nearly_done_and_as_many_are_graded_at_once(line):
    line.graded(20)
    numbers = [line.add(name, received=1000.0 + at) for at, name in enumerate("abcd")]
    for number in numbers[:2]:
        assert line.queue.start_next().id == number
    with closing(sqlite3.connect(line.path)) as other, other:
        other.execute("UPDATE submissions SET started = started - 15 WHERE id = ?", numbers[:1])
        other.execute("UPDATE submissions SET started = started - 900 WHERE id = ?", numbers[1:2])
    found = [turns(line.queue, 0)[number] for number in numbers]
    assert [one.before for one in found] == [0, 0, 0, 1]
    expected = [5, 1, (5 + 1) / 2 + 20, (5 + 1 + 20) / 2 + 20]
    assert [one.seconds for one in found] == pytest.approx(expected, abs=1)


def test_each_assignment_takes_its_own_time_and_what_is_not_known_is_not_guessed(line):
    line.graded(4)
    line.graded(40, "relu")
    first, second = line.add("a", "relu"), line.add("b", received=1001.0)
    new, last = line.add("c", "new", 1002.0), line.add("d", received=1003.0)
    found = turns(line.queue, 0)
    assert (found[first].seconds, found[second].seconds) == (40, 44)
    assert found[new].seconds is None is found[last].seconds and found[last].before == 3
    assert turns(line.queue, 0).get(99) is None


def test_the_order_is_that_of_shares(line):
    line.graded(20)
    often, once = line.add("often"), line.add("once", received=1001.0)
    other = line.add("often", "earlier", 10.0)
    assert line.queue.start_next(share=30).id == other
    line.queue.finish(other, [], [], "")
    with closing(sqlite3.connect(line.path)) as database, database:
        database.execute("UPDATE submissions SET started = finished - 60 WHERE id = ?", (other,))
    found = turns(line.queue, 30)
    assert (found[once].before, found[often].before) == (0, 1)
