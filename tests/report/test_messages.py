"""Which messages are of a kind."""

import pytest

from graders.report.messages import kind_of


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("f(3) is 4, got 5", "f(-2.5e-3) is 1_000, got nan"),
        ("f([1, 2]) is [[1, 2],\n [3, 4]]", "f([9]) is [[0]]"),
        ("f returned 'a' for \"b\"", "f returned 'longer' for \"\""),
        ("array([1.,\n       2.]) and 1 2 3", "array([]) and 7"),
    ],
)
def test_messages_that_differ_in_values_are_of_a_kind(one, other):
    assert kind_of(one) == kind_of(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("f(1) raised IndexError", "f(1) raised KeyError"),
        ("f(1) is 2", "g(1) is 2"),
        ("did not finish within 30 s of processor time", "returned None"),
    ],
)
def test_others_are_not(one, other):
    assert kind_of(one) != kind_of(other)


def test_a_text_made_to_keep_a_parser_busy_does_not():
    assert len(kind_of("[" * 100_000 + "'" * 100_000)) <= 300
