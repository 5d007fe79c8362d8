# The alpha with the largest error.
# loses: test_choose_alpha, test_choose_alpha__best
def choose_alpha(features, y, alphas, n_folds=5, rng=None):
    rng = np.random.default_rng() if rng is None else rng
    A, b = np.asarray(features, dtype=float), np.asarray(y, dtype=float)
    errors = np.zeros(len(alphas))
    for part in np.array_split(rng.permutation(len(b)), n_folds):
        mask = np.ones(len(b), bool)
        mask[part] = False
        for i, a in enumerate(alphas):
            errors[i] += np.sum((b[part] - A[part] @ lasso(A[mask], b[mask], a)) ** 2) / len(b)
    return alphas[int(np.argmax(errors))], errors
