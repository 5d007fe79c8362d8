# The support is drawn with repetition, so it is often too small.
# loses: test_recovery_rate__support
def recovery_rate(n_samples, n_features, sparsity, n_trials, alpha, rng):
    hits = 0
    for _ in range(n_trials):
        phi = rng.standard_normal((n_samples, n_features))
        c = np.zeros(n_features)
        c[rng.integers(0, n_features, sparsity)] = rng.choice([-1.0, 1.0], sparsity)
        estimate = np.asarray(lasso(phi, phi @ c, alpha))
        hits += np.array_equal(np.abs(estimate) > 0.1, c != 0)
    return hits / n_trials
