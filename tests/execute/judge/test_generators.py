"""Carrying on a random stream that a student's function has drawn from."""

import numpy as np
import pytest

from graders.execute.judge.generators import MAX_CHILDREN, carry_on
from graders.execute.wire.arguments import children_of, state_of


def test_draws_go_on_where_the_function_stopped():
    ours, theirs = np.random.default_rng(1), np.random.default_rng(1)
    theirs.normal(size=1001)
    theirs.integers(5, dtype=np.uint32)
    carry_on(ours, state_of(theirs))
    assert ours.bit_generator.state == theirs.bit_generator.state


def test_an_unused_generator_stays():
    ours = np.random.default_rng(1)
    before = ours.bit_generator.state
    carry_on(ours, (before, 0))
    assert state_of(ours) == (before, 0)


@pytest.mark.parametrize(
    "change",
    [
        {"state": {"state": 0, "inc": 0}},
        {"state": {"state": 12345}},
        {"state": {"state": "0"}},
        {"uinteger": 2**40},
        {"state": None},
    ],
)
def test_a_forged_state_is_not_taken(change):
    ours = np.random.default_rng(1)
    before = ours.bit_generator.state
    forged = {**before, **change}
    if change.get("state"):
        forged["state"] = {**before["state"], **change["state"]}
    carry_on(ours, (forged, 0))
    after = ours.bit_generator.state
    assert after["state"]["inc"] == before["state"]["inc"]
    assert after != before
    assert after["state"] != forged["state"]


@pytest.mark.parametrize("reported", [None, 3, [], {}, {"state": {}}, np.zeros(3)])
def test_nonsense_moves_it_on(reported):
    ours = np.random.Generator(np.random.MT19937(3))
    before = ours.random()
    carry_on(ours, reported)
    assert ours.random() != before


@pytest.mark.parametrize("kind", [np.random.PCG64, np.random.MT19937, np.random.Philox])
def test_children_are_counted(kind):
    ours, theirs = (np.random.Generator(kind(5)) for _ in range(2))
    theirs.spawn(3)
    carry_on(ours, state_of(theirs))
    assert state_of(ours)[1] == 3
    assert ours.spawn(1)[0].random() == theirs.spawn(1)[0].random()


def test_children_and_draws_go_on_together():
    ours, theirs = np.random.default_rng(1), np.random.default_rng(1)
    theirs.spawn(2)
    theirs.normal(size=7)
    theirs.spawn(1)
    carry_on(ours, state_of(theirs))
    assert state_of(ours) == state_of(theirs)


@pytest.mark.parametrize("children", [-1, 1, MAX_CHILDREN + 3, 2**70, 3.0, True, "2", None, []])
def test_a_forged_number_of_children_is_not_taken(children):
    ours = np.random.default_rng(1)
    ours.spawn(2)
    before = ours.bit_generator.state
    carry_on(ours, (before, children))
    assert ours.bit_generator.state == before and children_of(ours) == 3


def test_seeds_that_spawn_nothing_have_no_children():
    class Seeds(np.random.bit_generator.ISeedSequence):
        def generate_state(self, n_words, dtype=np.uint32):
            return np.arange(n_words, dtype=dtype)

    ours, theirs = (np.random.Generator(np.random.PCG64(Seeds())) for _ in range(2))
    theirs.random()
    carry_on(ours, state_of(theirs))
    assert state_of(ours) == state_of(theirs)
    carry_on(ours, (ours.bit_generator.state, 7))
    assert children_of(ours) == 0
