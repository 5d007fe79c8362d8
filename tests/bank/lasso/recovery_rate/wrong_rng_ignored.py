# NumPy's global generator instead of rng.
# loses: test_recovery_rate__independent
def recovery_rate(n_samples, n_features, sparsity, n_trials, alpha, rng):
    hits = 0
    for _ in range(n_trials):
        phi = np.random.randn(n_samples, n_features)
        c = np.zeros(n_features)
        c[np.random.permutation(n_features)[:sparsity]] = np.random.choice([-1.0, 1.0], sparsity)
        estimate = np.asarray(lasso(phi, phi @ c, alpha))
        hits += np.array_equal(np.abs(estimate) > 0.1, c != 0)
    return hits / n_trials
