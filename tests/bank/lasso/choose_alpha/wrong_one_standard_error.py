# The "one standard error" rule: the largest alpha within one standard error of the least error.
# loses: test_choose_alpha, test_choose_alpha__best
def choose_alpha(features, y, alphas, n_folds=5, rng=None):
    rng = np.random.default_rng() if rng is None else rng
    A, b = np.asarray(features, dtype=float), np.asarray(y, dtype=float)
    table = []
    for part in np.array_split(rng.permutation(len(b)), n_folds):
        mask = np.ones(len(b), bool)
        mask[part] = False
        table.append([np.mean((b[part] - A[part] @ lasso(A[mask], b[mask], a)) ** 2) for a in alphas])
    errors = np.mean(table, axis=0)
    i = int(np.argmin(errors))
    limit = errors[i] + np.std(table, axis=0, ddof=1)[i] / np.sqrt(n_folds)
    return max(a for a, e in zip(alphas, errors) if e <= limit), errors
