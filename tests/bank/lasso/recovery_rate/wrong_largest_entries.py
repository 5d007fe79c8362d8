# The largest entries, as many as the sparsity: knows the answer's size.
# loses: test_recovery_rate, test_recovery_rate__independent, test_recovery_rate__support
def recovery_rate(n_samples, n_features, sparsity, n_trials, alpha, rng):
    hits = 0
    for _ in range(n_trials):
        phi = rng.standard_normal((n_samples, n_features))
        support = rng.choice(n_features, sparsity, replace=False)
        c = np.zeros(n_features)
        c[support] = rng.choice([-1.0, 1.0], sparsity)
        found = np.argsort(np.abs(np.asarray(lasso(phi, phi @ c, alpha))))[-sparsity:]
        hits += set(found.tolist()) == set(support.tolist())
    return hits / n_trials
