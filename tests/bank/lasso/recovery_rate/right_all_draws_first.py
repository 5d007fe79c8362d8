# All the random numbers are drawn before the first fit, then the student's lasso.
def recovery_rate(n_samples, n_features, sparsity, n_trials, alpha, rng):
    phis = rng.standard_normal((n_trials, n_samples, n_features))
    keys = rng.random((n_trials, n_features))
    supports = np.argsort(keys, axis=1)[:, :sparsity]
    signs = 2 * rng.integers(0, 2, size=(n_trials, sparsity)) - 1
    c = np.zeros((n_trials, n_features))
    np.put_along_axis(c, supports, signs.astype(float), axis=1)
    good = [
        not np.any((np.abs(np.asarray(lasso(phi, phi @ t, alpha))) > 0.1) ^ (t != 0))
        for phi, t in zip(phis, c)
    ]
    return sum(good) / len(good)
