"""What the tests of this assignment have in common: optimality, and the errors of equal parts."""

import numpy as np


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
