# Its own FISTA; supports compared as sets.
def _solve(a, y, alpha):
    m, n = a.shape
    step = m / np.linalg.norm(a, 2) ** 2
    c = v = np.zeros(n)
    t = 1.0
    for _ in range(20000):
        z = v - step * (a.T @ (a @ v - y)) / m
        new = np.sign(z) * np.maximum(np.abs(z) - step * alpha, 0)
        if (v - new) @ (new - c) > 0:
            t = 1.0
        t_new = (1 + np.sqrt(1 + 4 * t * t)) / 2
        v = new + (t - 1) / t_new * (new - c)
        done = np.abs(new - c).max() < 1e-8
        c, t = new, t_new
        if done:
            break
    return c


def recovery_rate(n_samples, n_features, sparsity, n_trials, alpha, rng):
    hits = 0
    for _ in range(n_trials):
        phi = rng.normal(size=(n_samples, n_features))
        truth = np.zeros(n_features)
        where = rng.permutation(n_features)[:sparsity]
        truth[where] = np.where(rng.random(sparsity) < 0.5, -1.0, 1.0)
        found = np.flatnonzero(np.abs(_solve(phi, phi @ truth, alpha)) > 0.1)
        hits += set(found.tolist()) == set(where.tolist())
    return hits / n_trials
