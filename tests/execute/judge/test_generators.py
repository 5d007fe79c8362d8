"""Carrying on a random stream that a student's function has drawn from."""

import numpy as np
import pytest

from graders.execute.judge.generators import carry_on


def test_draws_go_on_where_the_function_stopped():
    ours, theirs = np.random.default_rng(1), np.random.default_rng(1)
    theirs.normal(size=1001)
    theirs.integers(5, dtype=np.uint32)
    carry_on(ours, theirs.bit_generator.state)
    assert ours.bit_generator.state == theirs.bit_generator.state


def test_an_unused_generator_stays():
    ours = np.random.default_rng(1)
    before = ours.bit_generator.state
    carry_on(ours, before)
    assert ours.bit_generator.state == before


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
    carry_on(ours, forged)
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
