"""What the tests of this assignment have in common: optimality, and the errors of equal parts.

Nothing here answers an exercise; tests call it so that they can be short.
"""

import numpy as np


def expect(got, wanted, what, *mistakes, atol=1e-4, rtol=1e-5):
    """Fail if `got` does not have the shape and, up to rounding, the entries of `wanted`.

    `what` names it in the message. `mistakes` are pairs: other values, and what may be wrong where
    those came.
    """
    kind, got, wanted = type(got).__name__, np.asarray(got), np.asarray(wanted)
    assert got.dtype.kind in "biufc", f"{what} is {kind}, expected numbers"
    assert got.shape == wanted.shape, f"{what} has shape {got.shape}, expected {wanted.shape}"
    known = {"atol": atol, "rtol": rtol, "equal_nan": True}
    hint = [say for other, say in mistakes if np.allclose(got, other, **known)]
    assert np.allclose(got, wanted, atol=atol, rtol=rtol), (
        f"{what}{': ' + hint[0] if hint else ' is wrong'}\n"
        f"expected {np.round(wanted, 6).tolist()}\ngot {np.round(got, 6).tolist()}"
    )


def unchanged(name, before, now):
    """Fail if arguments are not what they were before a call."""
    assert all(np.array_equal(one, two) for one, two in zip(before, now, strict=True)), (
        f"{name} changed its arguments; work on a copy"
    )


def array(value, shape, what):
    """Return an array, after a check that it is one, of this shape."""
    assert getattr(value, "shape", None) == shape, (
        f"{what} is {type(value).__name__} of shape {np.shape(value)}; "
        f"expected an array of shape {shape}"
    )
    return np.asarray(value)


def expect_random(one, two, other):
    """Fail if one generator state gives different errors, or another generator the same."""
    assert np.array_equal(one, two), (
        "two generators in the same state gave different errors: is all randomness drawn from rng?"
    )
    assert not np.allclose(one, other, rtol=1e-9), (
        "another generator gave the same errors: the partition is not drawn from rng"
    )


def expect_errors(result, wanted, case):
    """Fail if training and validation errors are not the wanted ones."""
    assert len(result) == 2, (
        f"degree_sweep returned {len(result)} things, expected two: (train_rmse, val_rmse)"
    )
    for part, right, name in zip(result, wanted, ["training", "validation"], strict=True):
        what = f"the array of {name} errors {case}"
        expect(array(part, (len(right),), what), right, what)


def violation_of_kkt(features, y, c, alpha):
    """Return how far the optimality conditions are from holding, in units of alpha."""
    gradient = features.T @ (y - features @ c) / len(y)
    on = c != 0
    violations = np.append(
        np.abs(gradient[on] - alpha * np.sign(c[on])), np.abs(gradient[~on]) - alpha
    )
    return np.max(violations) / alpha


def errors_of_equal_parts(m, n_folds, alpha):
    """Return the errors that partitions into equal parts give.

    For one feature that is 1 and y = (100, 0, ..., 0). Without the special sample the
    fit is 0; with it, trained on t samples, 100 / t - alpha.
    """
    sizes = [m // n_folds + (k < m % n_folds) for k in range(n_folds)]
    errors = set()
    for holder in range(n_folds):  # the part that holds the special sample
        total = [
            100.0**2 if k == holder else size * (100 / (m - size) - alpha) ** 2
            for k, size in enumerate(sizes)
        ]
        means = [t / size for t, size in zip(total, sizes, strict=True)]
        errors |= {sum(total) / m, sum(means) / n_folds}
    return np.array(sorted(errors))
