# Its own coordinate descent with warm starts from large alpha to small; no use of lasso.
def _descend(a, y, alpha, c):
    m, n = a.shape
    gram, b = a.T @ a / m, a.T @ y / m
    for _ in range(20000):
        change = 0.0
        for j in range(n):
            if gram[j, j] == 0:
                continue
            z = b[j] - gram[j] @ c + gram[j, j] * c[j]
            new = np.sign(z) * max(abs(z) - alpha, 0) / gram[j, j]
            change = max(change, abs(new - c[j]))
            c[j] = new
        if change < 1e-9:
            break
    return c


def choose_alpha(features, y, alphas, n_folds=5, rng=None):
    rng = np.random.default_rng() if rng is None else rng
    a, y, alphas = np.asarray(features), np.asarray(y), np.asarray(alphas, dtype=float)
    parts = np.array_split(rng.permutation(len(y)), n_folds)
    errors = np.zeros(len(alphas))
    for k in range(n_folds):
        rest = np.concatenate([part for i, part in enumerate(parts) if i != k])
        c = np.zeros(a.shape[1])
        for i in np.argsort(-alphas, kind="stable"):
            c = _descend(a[rest], y[rest], alphas[i], c)
            errors[i] += np.mean((a[parts[k]] @ c - y[parts[k]]) ** 2) / n_folds
    return alphas[errors.argmin()], errors
