# Fits all samples, then measures on the folds.
# loses: test_choose_alpha, test_choose_alpha__folds, test_choose_alpha__random, test_choose_alpha__best
def choose_alpha(features, y, alphas, n_folds=5, rng=None):
    rng = np.random.default_rng(rng)
    a, y = np.asarray(features), np.asarray(y)
    folds = np.array_split(rng.permutation(len(y)), n_folds)
    errors = np.zeros(len(alphas))
    for i, alpha in enumerate(alphas):
        c = lasso(a, y, alpha)
        for fold in folds:
            errors[i] += np.mean((a[fold] @ c - y[fold]) ** 2) / n_folds
    return alphas[np.argmin(errors)], errors
