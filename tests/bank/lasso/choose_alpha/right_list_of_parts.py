# np.array_split of a permutation, loops over folds outside, mean over samples.
def choose_alpha(features, y, alphas, n_folds=5, rng=None):
    rng = np.random.default_rng() if rng is None else rng
    A, b = np.array(features, dtype=float), np.array(y, dtype=float)
    m = len(b)
    total = [0.0 for _ in alphas]
    for part in np.array_split(rng.permutation(m), n_folds):
        outside = sorted(set(range(m)) - set(part.tolist()))
        for i, alpha in enumerate(alphas):
            c = np.asarray(lasso(A[outside], b[outside], alpha))
            total[i] += float(np.sum((b[part] - A[part] @ c) ** 2))
    errors = [t / m for t in total]
    return alphas[errors.index(min(errors))], np.array(errors)
