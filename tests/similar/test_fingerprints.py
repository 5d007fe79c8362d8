"""What changes the fingerprints of a solution, and what does not."""

import pytest

from graders.similar.fingerprints import MAX_SOURCE, fingerprints
from graders.similar.pairs import similar_pairs
from tests.similar.copies import commented, literals_changed, renamed

SOURCE = '''
import numpy as np

def fit(features, y, alpha, steps=100):
    """Fit it."""
    weights = np.zeros(features.shape[1])
    scale = np.linalg.norm(features, 2) ** 2
    for step in range(steps):
        residual = features @ weights - y
        moved = weights - features.T @ residual / scale
        weights = np.sign(moved) * np.maximum(np.abs(moved) - alpha / scale, 0.0)
        if np.max(np.abs(residual)) < 1e-9:
            break
    return weights
'''
OTHER = """
import numpy

def fit(features, y, alpha):
    gram, target = features.T.dot(features), features.T.dot(y)
    found = [0.0 for _ in target]
    while True:
        before = list(found)
        for j, row in enumerate(gram):
            rest = target[j] - sum(row[i] * found[i] for i in range(len(found)) if i != j)
            found[j] = max(0, abs(rest) - alpha) / row[j] * (1 if rest > 0 else -1)
        if all(abs(a - b) < 1e-12 for a, b in zip(found, before)):
            return numpy.array(found)
"""


@pytest.mark.parametrize("change", [renamed, literals_changed, commented])
def test_a_disguise_changes_nothing(change):
    assert fingerprints(change(SOURCE)).keys() == fingerprints(SOURCE).keys()


def test_the_name_of_an_import_changes_nothing():
    other = SOURCE.replace("import numpy as np", "import numpy").replace("np.", "numpy.")
    assert fingerprints(other).keys() == fingerprints(SOURCE).keys()


def test_magics_and_annotations_change_nothing():
    other = "%matplotlib inline\n" + SOURCE.replace("alpha,", "alpha: float,")
    other = other.replace("steps=100):", "steps: int = 100) -> np.ndarray:")
    assert fingerprints(other).keys() == fingerprints(SOURCE).keys()


def test_another_solution_has_others():
    one, other = fingerprints(SOURCE).keys(), fingerprints(OTHER).keys()
    assert len(one & other) < 0.1 * len(one)


@pytest.mark.parametrize(
    "source", ["def f(:", "(" * 5000, "x" * (MAX_SOURCE + 1), "\0", "-" * 20_000 + "1"]
)
def test_what_does_not_parse_or_is_too_long_is_not_compared(source):
    assert fingerprints(source) is None


@pytest.mark.parametrize("source", ["", "x = 1", "# nothing", '"""Text."""'])
def test_of_almost_nothing_there_are_none(source):
    assert fingerprints(source) == {}


def test_a_short_solution_is_not_scored():
    short = fingerprints("def f(x):\n    return x.sum(axis=0) / len(x) + x.max()")
    assert similar_pairs({"ada": short, "carl": short}, []) == []


def test_what_everybody_may_have_is_left_out():
    found = fingerprints(SOURCE)
    assert similar_pairs({"ada": found, "carl": found}, [found]) == []
    (pair,) = similar_pairs({"ada": found, "carl": found}, [])
    assert pair.score == pytest.approx(1) and (pair.first, pair.second) == ("ada", "carl")


def test_what_many_of_a_class_have_is_left_out():
    found, other = fingerprints(SOURCE), fingerprints(OTHER)
    many = {f"s{number}": found for number in range(11)}
    pairs = similar_pairs(many | {"ada": other, "carl": other}, [])
    assert [(pair.first, pair.second) for pair in pairs] == [("ada", "carl")]
