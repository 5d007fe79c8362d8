# The whole objective on the held-out samples, penalty included.
# loses: test_choose_alpha, test_choose_alpha__folds
def choose_alpha(features, y, alphas, n_folds=5, rng=None):
    rng = np.random.default_rng(rng)
    a, y = np.asarray(features), np.asarray(y)
    folds = np.array_split(rng.permutation(len(y)), n_folds)
    errors = np.zeros(len(alphas))
    for i, alpha in enumerate(alphas):
        for fold in folds:
            rest = np.setdiff1d(np.arange(len(y)), fold)
            c = np.asarray(lasso(a[rest], y[rest], alpha))
            loss = np.mean((a[fold] @ c - y[fold]) ** 2) + alpha * np.abs(c).sum()
            errors[i] += loss / n_folds
    return alphas[np.argmin(errors)], errors
