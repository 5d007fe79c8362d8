# Every sample gets the label of its fold; the mean is over samples; tie broken in a loop.
def choose_alpha(features, y, alphas, n_folds=5, rng=None):
    if rng is None:
        rng = np.random.default_rng()
    a, y = np.array(features, dtype=float), np.array(y, dtype=float)
    label = rng.permutation(np.arange(len(y)) % n_folds)
    cv_errors = []
    for alpha in alphas:
        total = 0.0
        for fold in range(n_folds):
            out = label == fold
            c = np.asarray(lasso(a[~out], y[~out], alpha))
            total += np.sum((y[out] - a[out] @ c) ** 2)
        cv_errors.append(total / len(y))
    best = 0
    for i in range(1, len(cv_errors)):
        if cv_errors[i] < cv_errors[best]:
            best = i
    return float(alphas[best]), np.array(cv_errors)
