"""Arguments that are meant to change: only their values do, and only to plain data that fits."""

import numpy as np
import pytest

from graders.execute.judge.changes import write_back
from graders.execute.judge.proxies import ProxyError
from graders.execute.wire.encoding import Reference


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ([3, 1, 2], [1, 2, 3]),
        ([], ["a", {"b": 1}]),
        ({"a": 1}, {"b": [2]}),
        ({1, 2}, {3}),
        (np.zeros(3), np.arange(3.0)),
        (np.zeros((2, 2), int), np.ones((2, 2), int)),
    ],
)
def test_what_holds_values_gets_the_new_ones_and_stays_the_same_object(before, after):
    other = before
    write_back([1, before], [None, [after]], "f")
    assert np.all(other == after) if isinstance(after, np.ndarray) else other == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ([1], (1,)),
        ([1], np.ones(1)),
        (np.zeros(3), np.zeros(4)),
        (np.zeros(3), np.zeros(3, np.float32)),
        (np.zeros(3), [0.0, 0.0, 0.0]),
        ((1, 2), (3, 4)),
        (1, 2),
        ([1], [[Reference(7, "list")]]),
        ({"a": 1}, {"a": (Reference(7, "f"),)}),
    ],
)
def test_anything_else_is_the_students_failure(before, after):
    with pytest.raises(ProxyError, match="argument 1"):
        write_back([before], [[after]], "f")


@pytest.mark.parametrize("after", [None, [], [None, None], {"0": 1}, "ab", [[1, 2]], [7]])
def test_what_is_no_answer_to_that_is_the_students_failure(after):
    with pytest.raises(ProxyError):
        write_back([[1]], after, "f")


def test_an_array_that_cannot_be_written_stays():
    fixed = np.zeros(2)
    fixed.flags.writeable = False
    with pytest.raises(ProxyError):
        write_back([fixed], [[np.ones(2)]], "f")
    assert not fixed.any()


def test_without_the_mark_nothing_is_written_back(judged):
    result = judged("def f(a):\n    a.append(1)", "a = []\nf(a)\nassert a == []")
    assert "changed its argument `a`" in result.message
