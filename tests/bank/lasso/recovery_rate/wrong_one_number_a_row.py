# One normal number a row, for all columns.
# loses: test_recovery_rate, test_recovery_rate__independent, test_recovery_rate__support
import numpy as np


def recovery_rate(n_samples, n_features, sparsity, n_trials, alpha, rng):
    successes = 0
    for _ in range(n_trials):
        features = rng.standard_normal((n_samples, 1)) * np.ones(n_features)
        support = rng.choice(n_features, size=sparsity, replace=False)
        truth = np.zeros(n_features)
        truth[support] = rng.choice([-1.0, 1.0], size=sparsity)
        found = np.abs(lasso(features, features @ truth, alpha)) > 0.1
        successes += np.array_equal(found, truth != 0)
    return successes / n_trials
