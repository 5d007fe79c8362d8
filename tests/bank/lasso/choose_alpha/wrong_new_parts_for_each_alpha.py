# Every alpha has its own partition.
# loses: test_choose_alpha__best, test_choose_alpha__random
def choose_alpha(features, y, alphas, n_folds=5, rng=None):
    rng = np.random.default_rng() if rng is None else rng
    A, b = np.asarray(features, dtype=float), np.asarray(y, dtype=float)
    errors = []
    for a in alphas:
        squares = []
        for part in np.array_split(rng.permutation(len(b)), n_folds):
            mask = np.ones(len(b), bool)
            mask[part] = False
            squares.append(np.mean((b[part] - A[part] @ lasso(A[mask], b[mask], a)) ** 2))
        errors.append(np.mean(squares))
    return alphas[int(np.argmin(errors))], np.array(errors)
