# Sample i belongs to part i mod n_folds: nothing random.
# loses: test_choose_alpha__random
def choose_alpha(features, y, alphas, n_folds=5, rng=None):
    A, b = np.asarray(features, dtype=float), np.asarray(y, dtype=float)
    labels = np.arange(len(b)) % n_folds
    errors = np.array(
        [
            np.mean([np.mean((b[labels == f] - A[labels == f] @ lasso(A[labels != f], b[labels != f], a)) ** 2) for f in range(n_folds)])
            for a in alphas
        ]
    )
    return alphas[int(np.argmin(errors))], errors
