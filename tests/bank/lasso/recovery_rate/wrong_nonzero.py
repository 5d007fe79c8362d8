# Every entry that is not exactly zero counts, however small.
# loses: test_recovery_rate, test_recovery_rate__support
def recovery_rate(n_samples, n_features, sparsity, n_trials, alpha, rng):
    hits = 0
    for _ in range(n_trials):
        phi = rng.standard_normal((n_samples, n_features))
        c = np.zeros(n_features)
        c[rng.choice(n_features, sparsity, replace=False)] = rng.choice([-1.0, 1.0], sparsity)
        estimate = np.asarray(lasso(phi, phi @ c, alpha))
        hits += np.array_equal(estimate != 0, c != 0)
    return hits / n_trials
