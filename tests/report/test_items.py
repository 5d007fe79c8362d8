"""Which tests of an assignment look wrong: faulty ones are named, sound ones are not."""

import numpy as np
import pytest

from graders.report.items import FALSE_ALARMS, analyse
from tests.report.synthetic import FAULTS, shares

TESTS = 25
POINTS = np.ones(TESTS)


def named(found: np.ndarray) -> list[int]:
    items = analyse(found, np.ones(found.shape[1]))
    return [place for place, item in enumerate(items) if item.alarm]


def test_a_test_with_a_wrong_value_is_named_and_no_other():
    assert named(shares(60, TESTS, np.random.default_rng(3), "wrong value")) == [0]


def test_an_inverted_test_is_named_and_no_other():
    assert named(shares(60, TESTS, np.random.default_rng(3), "inverted")) == [0]


@pytest.mark.parametrize("size", [0, 1, 2, 11])
def test_of_few_students_nothing_is_said(size):
    found = shares(size, TESTS, np.random.default_rng(0), "wrong value")
    assert named(found) == []
    assert all(item.answers == size for item in analyse(found, POINTS))


def test_where_all_are_alike_there_is_no_discrimination():
    items = analyse(np.ones((40, 3)), np.ones(3))
    assert [item.discrimination for item in items] == [None] * 3
    assert [item.difficulty for item in items] == [1.0] * 3


def test_the_only_test_of_an_assignment_is_analysed_too():
    (item,) = analyse(np.zeros((40, 1)), np.ones(1))
    assert item.alarm == "strongest" and item.strongest == 40


def test_who_did_not_answer_does_not_count():
    found = shares(60, TESTS, np.random.default_rng(5))
    found[:, 4] = np.where(found[:, 4] == 1, 1, np.nan)  # who would fail left it out
    item = analyse(found, POINTS)[4]
    assert item.difficulty == 1.0 and item.answers == int((found[:, 4] == 1).sum())
    assert not item.alarm


def test_discrimination_is_the_correlation_with_the_rest():
    found = shares(30, 6, np.random.default_rng(7))
    points = np.array([1.0, 2, 3, 1, 1, 2])
    item = analyse(found, points)[2]
    rest = found @ points - found[:, 2] * 3
    assert item.discrimination == pytest.approx(np.corrcoef(found[:, 2], rest)[0, 1])


@pytest.mark.exhaustive
@pytest.mark.parametrize("size", [24, 60, 200])
def test_in_how_many_classes_a_sound_test_is_named(size):
    chance = np.random.default_rng(11)
    false = sum(bool(named(shares(size, TESTS, chance))) for _ in range(100))
    assert false <= 100 * FALSE_ALARMS


@pytest.mark.exhaustive
@pytest.mark.parametrize("fault", FAULTS[:2])
def test_in_how_many_classes_of_sixty_a_faulty_test_is_named(fault):
    chance = np.random.default_rng(12)
    found = [named(shares(60, TESTS, chance, fault)) for _ in range(100)]
    assert sum(0 in one for one in found) >= 95
    assert sum(bool({*one} - {0}) for one in found) <= 5
