# The last fold takes all of the remainder.
# loses: test_choose_alpha__folds
def choose_alpha(features, y, alphas, n_folds=5, rng=None):
    rng = np.random.default_rng(rng)
    a, y = np.asarray(features), np.asarray(y)
    m = len(y)
    size = m // n_folds
    order = rng.permutation(m)
    squares = np.zeros((len(alphas), m))
    for i, alpha in enumerate(alphas):
        for k in range(n_folds):
            stop = (k + 1) * size if k < n_folds - 1 else m
            fold = order[k * size:stop]
            rest = np.setdiff1d(np.arange(m), fold)
            c = lasso(a[rest], y[rest], alpha)
            squares[i, fold] = (a[fold] @ c - y[fold]) ** 2
    errors = squares.mean(axis=1)
    return alphas[np.argmin(errors)], errors
