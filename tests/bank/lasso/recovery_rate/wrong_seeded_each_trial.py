# Each trial makes its own generator with the number of the trial as seed.
# loses: test_recovery_rate__independent
def recovery_rate(n_samples, n_features, sparsity, n_trials, alpha, rng):
    hits = 0
    for trial in range(n_trials):
        rng = np.random.default_rng(trial)
        phi = rng.standard_normal((n_samples, n_features))
        c = np.zeros(n_features)
        c[rng.choice(n_features, sparsity, replace=False)] = rng.choice([-1.0, 1.0], sparsity)
        estimate = np.asarray(lasso(phi, phi @ c, alpha))
        hits += np.array_equal(np.abs(estimate) > 0.1, c != 0)
    return hits / n_trials
