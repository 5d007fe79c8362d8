# Each position belongs to the support with probability sparsity / n_features: its size is random.
# loses: test_recovery_rate__independent, test_recovery_rate__support
def recovery_rate(n_samples, n_features, sparsity, n_trials, alpha, rng):
    hits = 0
    for _ in range(n_trials):
        phi = rng.standard_normal((n_samples, n_features))
        support = rng.random(n_features) < sparsity / n_features
        c = support * rng.choice([-1.0, 1.0], n_features)
        hits += np.array_equal(np.abs(np.asarray(lasso(phi, phi @ c, alpha))) > 0.1, support)
    return hits / n_trials
