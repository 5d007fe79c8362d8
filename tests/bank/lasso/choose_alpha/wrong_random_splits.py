# Independent random splits, not a partition.
# loses: test_choose_alpha, test_choose_alpha__folds, test_choose_alpha__best
def choose_alpha(features, y, alphas, n_folds=5, rng=None):
    rng = np.random.default_rng(rng)
    a, y = np.asarray(features), np.asarray(y)
    m = len(y)
    folds = [rng.choice(m, max(m // n_folds, 1), replace=False) for _ in range(n_folds)]
    errors = np.zeros(len(alphas))
    for i, alpha in enumerate(alphas):
        for fold in folds:
            rest = np.setdiff1d(np.arange(m), fold)
            c = lasso(a[rest], y[rest], alpha)
            errors[i] += np.mean((a[fold] @ c - y[fold]) ** 2) / n_folds
    return alphas[np.argmin(errors)], errors
