# Every sample draws its fold: sizes are random, folds may be empty.
# loses: test_choose_alpha, test_choose_alpha__folds
def choose_alpha(features, y, alphas, n_folds=5, rng=None):
    rng = np.random.default_rng(rng)
    a, y = np.asarray(features), np.asarray(y)
    label = rng.integers(n_folds, size=len(y))
    squares = np.zeros((len(alphas), len(y)))
    for i, alpha in enumerate(alphas):
        for k in range(n_folds):
            out = label == k
            if out.any():
                c = lasso(a[~out], y[~out], alpha)
                squares[i, out] = (a[out] @ c - y[out]) ** 2
    errors = squares.mean(axis=1)
    return alphas[np.argmin(errors)], errors
