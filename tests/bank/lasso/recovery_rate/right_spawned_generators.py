# A generator of its own for each trial, by `Generator.spawn`.
def recovery_rate(n_samples, n_features, sparsity, n_trials, alpha, rng):
    def trial(own):
        phi = own.standard_normal((n_samples, n_features))
        c = np.zeros(n_features)
        c[own.choice(n_features, sparsity, replace=False)] = own.choice([-1.0, 1.0], sparsity)
        return np.array_equal(np.abs(lasso(phi, phi @ c, alpha)) > 0.1, c != 0)

    return sum(map(trial, rng.spawn(n_trials))) / n_trials
