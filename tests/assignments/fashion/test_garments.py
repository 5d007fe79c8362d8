"""The stand-ins: garments that are drawn."""

import json
import subprocess
import sys

import numpy as np
import pytest

from tests.bank import images
from tests.bank.solutions import REPOSITORY

from .files import same


def test_without_files_and_network_it_draws_and_says_so_once_on_stdout(data, capsys):
    (x, y), (u, v) = data.load(40, 20)
    printed = capsys.readouterr()
    assert printed.err == ""
    assert len(printed.out.splitlines()) == 1 and "tand-in" in printed.out
    assert x.shape == (40, 28, 28) and u.shape == (20, 28, 28) and x.dtype == u.dtype == np.uint8
    assert y.shape == (40,) and v.shape == (20,) and y.dtype == v.dtype == np.int64


def test_quiet_says_nothing(data, capsys):
    data.load(5, 5, quiet=True)
    printed = capsys.readouterr()
    assert printed.out == printed.err == ""


def test_the_seed_decides_what_is_drawn_and_the_parts_differ(data):
    one, again, other = (data.load(30, 30, seed=s, quiet=True) for s in (1, 1, 2))
    assert same(one, again)
    assert not np.array_equal(one[0][0], other[0][0]) and not np.array_equal(one[1][0], other[1][0])
    assert not np.array_equal(one[0][0], one[1][0])


def test_the_global_random_state_is_neither_used_nor_changed(data):
    np.random.seed(3)
    before = np.random.get_state()[1].copy()
    one = data.load(10, 10, quiet=True)
    assert np.array_equal(before, np.random.get_state()[1])
    np.random.seed(4)
    assert same(one, data.load(10, 10, quiet=True))


def test_stand_ins_use_all_classes_and_the_range_of_a_byte(data):
    (x, y), _ = data.load(500, 0, quiet=True)
    assert set(y) == set(range(10))
    assert x.max() > 220 and np.mean(x < 20) > 0.3
    for label in range(10):
        assert 15 < x[y == label].mean() < 150, data.CLASS_NAMES[label]


@pytest.mark.exhaustive
def test_a_linear_classifier_is_better_than_guessing_and_stays_below_95_percent(data):
    from sklearn.linear_model import LogisticRegression

    (x, y), (u, v) = data.load(3500, 1000, seed=5, quiet=True)
    x, u = (part.reshape(len(part), -1) / 255 for part in (x, u))
    best = 0.0
    for strength in (0.01, 0.1):
        # A tolerance that it reaches; more steps change the third digit.
        model = LogisticRegression(C=strength, max_iter=1000, tol=1e-2).fit(x, y)
        best = max(best, model.score(u, v))
    assert 0.6 < best < 0.95


def test_nothing_or_negative_numbers_of_images(data):
    (x, y), (u, _) = data.load(0, 3, quiet=True)
    assert x.shape == (0, 28, 28) and y.shape == (0,) and u.shape == (3, 28, 28)
    with pytest.raises(ValueError, match="negative"):
        data.load(-1, 3)


@pytest.mark.exhaustive
def test_a_small_convolutional_network_beats_a_dense_one():
    # In a process of its own: TensorFlow, once started, does not go well with forks.
    program = (
        "import json; from tests.bench import fashion; print(json.dumps(fashion.measure([5])))"
    )
    with images.chosen("stand-ins"):
        command = [sys.executable, "-c", program]
        done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=True)
    found = json.loads(done.stdout)
    [convolutional], [dense] = (found[name]["accuracy"] for name in ("reference", "dense network"))
    assert convolutional > dense + 0.02 and dense > 0.8
