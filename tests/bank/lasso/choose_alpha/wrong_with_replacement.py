# Held-out samples are drawn with replacement.
# loses: test_choose_alpha, test_choose_alpha__best, test_choose_alpha__folds
def choose_alpha(features, y, alphas, n_folds=5, rng=None):
    rng = np.random.default_rng() if rng is None else rng
    A, b = np.asarray(features, dtype=float), np.asarray(y, dtype=float)
    m = len(b)
    parts = np.array_split(rng.integers(0, m, m), n_folds)
    errors = np.zeros(len(alphas))
    for part in parts:
        mask = np.ones(m, bool)
        mask[part] = False
        for i, a in enumerate(alphas):
            errors[i] += np.sum((b[part] - A[part] @ lasso(A[mask], b[mask], a)) ** 2) / m
    return alphas[int(np.argmin(errors))], errors
