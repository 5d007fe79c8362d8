# Plain ISTA, the first of the algorithms that the text names, with many small steps.
def _ista(features, y, alpha, n_iter=20000, tol=1e-9):
    m, n = features.shape
    curvature = np.linalg.eigvalsh(features.T @ features / m)[-1]
    c = np.zeros(n)
    for _ in range(n_iter):
        step = c - features.T @ (features @ c - y) / m / curvature
        new = np.sign(step) * np.maximum(np.abs(step) - alpha / curvature, 0)
        if np.max(np.abs(new - c)) < tol:
            return new
        c = new
    return c


def recovery_rate(n_samples, n_features, sparsity, n_trials, alpha, rng):
    found = 0
    for _ in range(n_trials):
        phi = rng.standard_normal((n_samples, n_features))
        c = np.zeros(n_features)
        c[rng.permutation(n_features)[:sparsity]] = 1.0
        c *= rng.choice([-1.0, 1.0], n_features)
        found += np.array_equal(np.abs(_ista(phi, phi @ c, alpha)) > 0.1, c != 0)
    return found / n_trials
