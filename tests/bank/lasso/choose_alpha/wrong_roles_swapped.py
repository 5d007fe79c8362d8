# Trains on one fold and measures on the others.
# loses: test_choose_alpha, test_choose_alpha__folds, test_choose_alpha__best
def choose_alpha(features, y, alphas, n_folds=5, rng=None):
    rng = np.random.default_rng(rng)
    a, y = np.asarray(features), np.asarray(y)
    folds = np.array_split(rng.permutation(len(y)), n_folds)
    errors = np.zeros(len(alphas))
    for i, alpha in enumerate(alphas):
        for fold in folds:
            rest = np.setdiff1d(np.arange(len(y)), fold)
            c = lasso(a[fold], y[fold], alpha)
            errors[i] += np.mean((a[rest] @ c - y[rest]) ** 2) / n_folds
    return alphas[np.argmin(errors)], errors
