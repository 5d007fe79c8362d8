# Noise is added to y, a tenth of a coefficient.
# loses: test_recovery_rate__support
def recovery_rate(n_samples, n_features, sparsity, n_trials, alpha, rng):
    hits = 0
    for _ in range(n_trials):
        phi = rng.standard_normal((n_samples, n_features))
        c = np.zeros(n_features)
        c[rng.choice(n_features, sparsity, replace=False)] = rng.choice([-1.0, 1.0], sparsity)
        y = phi @ c + 0.1 * rng.standard_normal(n_samples)
        estimate = np.asarray(lasso(phi, y, alpha))
        hits += np.array_equal(np.abs(estimate) > 0.1, c != 0)
    return hits / n_trials
