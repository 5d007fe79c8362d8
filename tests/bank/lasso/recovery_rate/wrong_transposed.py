# Samples and features mixed up in the shape of Φ.
# loses: test_recovery_rate, test_recovery_rate__support
def recovery_rate(n_samples, n_features, sparsity, n_trials, alpha, rng):
    hits = 0
    for _ in range(n_trials):
        phi = rng.standard_normal((n_features, n_samples))
        c = np.zeros(n_samples)
        c[rng.choice(n_samples, min(sparsity, n_samples), replace=False)] = 1.0
        estimate = np.asarray(lasso(phi, phi @ c, alpha))
        hits += np.array_equal(np.abs(estimate) > 0.1, c != 0)
    return hits / n_trials
