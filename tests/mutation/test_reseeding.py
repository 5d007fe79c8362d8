"""Reference solutions keep all points with other random numbers: one round of many."""

import pytest

from tests.mutation.reseeding import reseeded, run


def test_every_seed_is_shifted():
    source = "rng = np.random.default_rng(111 + d)\nkeras.utils.set_random_seed(seed)"
    assert reseeded(source, 3) == (
        "rng = np.random.default_rng([3, 111 + d])\nkeras.utils.set_random_seed(seed + 1000 * 3)"
    )


def test_what_draws_nothing_is_left_as_it_is():
    source = "rng = np.random.default_rng()\nx = f(rng, 3)"
    assert reseeded(source, 3) == source


@pytest.mark.exhaustive
def test_the_reference_keeps_all_points_with_other_random_numbers():
    assert run("kolmogorov", range(1, 2)) == []  # `make reseeding` has 20 rounds
