# The errors of all folds as a matrix, not averaged.
# loses: test_choose_alpha, test_choose_alpha__folds, test_choose_alpha__random, test_choose_alpha__best
def choose_alpha(features, y, alphas, n_folds=5, rng=None):
    rng = np.random.default_rng(rng)
    a, y = np.asarray(features), np.asarray(y)
    folds = np.array_split(rng.permutation(len(y)), n_folds)
    errors = np.zeros((len(alphas), n_folds))
    for i, alpha in enumerate(alphas):
        for k, fold in enumerate(folds):
            rest = np.setdiff1d(np.arange(len(y)), fold)
            c = lasso(a[rest], y[rest], alpha)
            errors[i, k] = np.mean((a[fold] @ c - y[fold]) ** 2)
    return alphas[np.argmin(errors.mean(axis=1))], errors
