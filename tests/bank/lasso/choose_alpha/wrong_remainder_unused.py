# The remainder is dropped altogether: neither trained on nor held out.
# loses: test_choose_alpha__folds
def choose_alpha(features, y, alphas, n_folds=5, rng=None):
    rng = np.random.default_rng(rng)
    a, y = np.asarray(features), np.asarray(y)
    size = len(y) // n_folds
    folds = rng.permutation(len(y))[: size * n_folds].reshape(n_folds, size)
    errors = np.zeros(len(alphas))
    for i, alpha in enumerate(alphas):
        for k in range(n_folds):
            rest = np.delete(folds, k, axis=0).ravel()
            c = lasso(a[rest], y[rest], alpha)
            errors[i] += np.mean((a[folds[k]] @ c - y[folds[k]]) ** 2) / n_folds
    return alphas[np.argmin(errors)], errors
