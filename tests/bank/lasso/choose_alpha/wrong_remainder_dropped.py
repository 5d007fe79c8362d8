# m // n_folds samples in every fold, the rest in none.
# loses: test_choose_alpha__folds
def choose_alpha(features, y, alphas, n_folds=5, rng=None):
    rng = np.random.default_rng(rng)
    a, y = np.asarray(features), np.asarray(y)
    size = len(y) // n_folds
    order = rng.permutation(len(y))
    errors = np.zeros(len(alphas))
    for i, alpha in enumerate(alphas):
        for k in range(n_folds):
            fold = order[k * size:(k + 1) * size]
            rest = np.setdiff1d(np.arange(len(y)), fold)
            c = lasso(a[rest], y[rest], alpha)
            errors[i] += np.mean((a[fold] @ c - y[fold]) ** 2) / n_folds
    return alphas[np.argmin(errors)], errors
